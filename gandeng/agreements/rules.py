"""Who drafts, offers, signs and ends an agreement."""

from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_manager, is_owner
from gandeng.programmes.rules import is_officer

is_involved = is_officer | is_owner | is_manager

PERMISSIONS = {
    # asked about the draft (an unsaved Agreement with its parties)
    "draft_agreement": is_involved,
    "offer_agreement": is_involved,
    "revise_agreement": is_involved,
    "decline_agreement": is_owner | is_manager,
    "sign_for_maker": is_owner,
    "sign_for_buyer": is_manager,
    "end_agreement": is_involved,
}
declare("agreements", PERMISSIONS)
