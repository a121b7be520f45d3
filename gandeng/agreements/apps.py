"""When Django has started, the meetings room learns to ask what is promised already."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "gandeng.agreements"
    label = "agreements"

    def ready(self) -> None:
        from gandeng.meetings.queries import promised

        from .queries.promised import promised_pieces, signed_outcomes, trading_pairs

        promised.register(promised_pieces)
        promised.register_signed(signed_outcomes)
        promised.register_trades(trading_pairs)
