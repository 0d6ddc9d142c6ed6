# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ruff: the rules and the format of `pyproject.toml`, in all Python files."""

from . import tool


def check():
    words = ["ruff", "check", "--output-format=concise", "--quiet", "."]
    return tool.findings(words, clean={0}, dirty=lambda code: code == 1)


def check_format():
    words = ["ruff", "format", "--check", "--quiet", "--output-format=concise", "."]
    return tool.findings(words, clean={0}, dirty=lambda code: code == 1)
