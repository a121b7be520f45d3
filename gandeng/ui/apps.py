"""Registers the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gandeng.ui"
    label = "ui"
