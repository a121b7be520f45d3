"""Whom a party would like to meet, in order; two phones at once lose nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.wishlist import MOST_WISHES, merged
from gandeng.meetings.models import Invitation, Wish
from gandeng.meetings.rules import Actor
from gandeng.meetings.states import Channel, Side
from gandeng.organisations.models import Organisation
from gandeng.organisations.states import State as OrganisationState
from gandeng.products.models import Product

from .answering import check_open
from .beats import beat

# What is wished for: an organisation's id, and for a product its id.
Target = tuple[int, int | None]


@transaction.atomic
def choose(
    invitation: Invitation,
    targets: Sequence[tuple[Organisation, Product | None]],
    *,
    by: Actor,
    at: datetime,
    channel: str,
    base: Sequence[Target] | None = None,
) -> list[Wish]:
    """Put these wishes, the dearest first, in the place of the former ones. A buyer names makers
    with a product (or none in particular), a maker names buyers.

    ``base`` is the list the choice was made from, if it may have changed since: what another
    device added meanwhile is kept, what it removed stays away. Returns the wishes as they are now.

    Refuses: ``day_not_open``, ``answers_closed``, ``wrong_state``, ``wrong_side``,
    ``not_the_makers_product``, ``too_many_wishes``.
    """
    require(by, "meetings.wish", invitation)
    invitation = _locked(invitation)
    check_open(invitation.day, by, at, invitation)
    for organisation, product in targets:
        _check_target(invitation, organisation, product)
    known = {_target(wish): wish for wish in invitation.wishes.order_by("rank", "pk")}
    mine: list[Target] = [
        (organisation.pk, product.pk if product else None) for organisation, product in targets
    ]
    before = list(known)
    wanted = list(dict.fromkeys(mine)) if base is None else merged(base, mine, before)
    if len(wanted) > MOST_WISHES:
        raise Refusal(
            "too_many_wishes",
            _("Paling banyak %(most)s pilihan. Hapus satu dulu.") % {"most": MOST_WISHES},
        )
    if wanted == before:
        return list(known.values())
    _write(invitation, wanted, known, channel, at)
    record(
        invitation,
        "wish",
        by=by,
        at=at,
        before={"wishes": [list(target) for target in before]},
        after={"wishes": [list(target) for target in wanted]},
    )
    beat(invitation.day)
    return list(invitation.wishes.order_by("rank", "pk"))


@transaction.atomic
def change_one(
    invitation: Invitation,
    organisation: Organisation,
    product: Product | None,
    what: str,
    *,
    by: Actor,
    at: datetime,
    channel: str,
) -> list[Wish]:
    """Change one wish and leave the others: ``add`` it last, ``remove`` it, move it ``up`` or
    ``down`` by one, or to the ``first`` place. Adding what is there, or removing what is not,
    changes nothing. Refuses as ``choose`` does, and ``unknown_change``."""
    require(by, "meetings.wish", invitation)
    invitation = _locked(invitation)
    wishes = list(
        invitation.wishes.select_related("target", "product__maker").order_by("rank", "pk")
    )
    targets = [(wish.target, wish.product) for wish in wishes]
    this = (organisation, product)
    place = targets.index(this) if this in targets else None
    if what == "add":
        targets += [] if place is not None else [this]
    elif what not in {"remove", "up", "down", "first"}:
        raise Refusal("unknown_change", _("Perubahan itu tidak dikenal."))
    elif place is not None:
        del targets[place]
        to = {"up": max(place - 1, 0), "down": place + 1, "first": 0}.get(what)
        if to is not None:
            targets.insert(to, this)
    return choose(invitation, targets, by=by, at=at, channel=channel)


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("day", "organisation", "programme")
        .get(pk=invitation.pk)
    )


def _check_target(
    invitation: Invitation, organisation: Organisation, product: Product | None
) -> None:
    if (
        organisation.is_maker == (invitation.side == Side.MAKER)
        or organisation.programme_id != invitation.programme_id
        or organisation.state == OrganisationState.MERGED
    ):
        raise Refusal(
            "wrong_side", _("Pembeli memilih UMKM, dan UMKM memilih pembeli, dari program ini.")
        )
    if product is not None and product.maker_id != organisation.pk:
        name = {"product": product.name}
        raise Refusal("not_the_makers_product", _("%(product)s bukan produk UMKM ini.") % name)


def _target(wish: Wish) -> Target:
    return wish.target_id, wish.product_id


def _write(
    invitation: Invitation,
    wanted: Sequence[Target],
    known: dict[Target, Wish],
    channel: str,
    at: datetime,
) -> None:
    gone = [wish.pk for target, wish in known.items() if target not in set(wanted)]
    Wish.objects.filter(pk__in=gone).delete()
    moved, fresh = [], []
    for rank, target in enumerate(wanted, start=1):
        wish = known.get(target)
        if wish is None:
            fresh.append(
                Wish(
                    programme_id=invitation.programme_id,
                    day_id=invitation.day_id,
                    invitation=invitation,
                    target_id=target[0],
                    product_id=target[1],
                    rank=rank,
                    source=Channel(channel),
                    created_at=at,
                )
            )
        elif wish.rank != rank:
            wish.rank = rank
            moved.append(wish)
    Wish.objects.bulk_update(moved, ["rank"])
    Wish.objects.bulk_create(fresh)
