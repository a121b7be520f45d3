"""When Django has started, every room puts its permission table and its workbook kinds up."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "gandeng.site"
    label = "front_door"

    def ready(self) -> None:
        from .messages import compile_if_changed
        from .rooms import door

        compile_if_changed()
        door("rules")
        door("imports")
