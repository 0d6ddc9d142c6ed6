# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each rule finds what it is there for: faults planted in an addon of their own."""

import pytest

from kit import home
from kit.lint import access, licences, manifests, reasons

MANIFEST = '{"name": "Planted", "data": ["security/ir.model.access.csv"]}'
HEAD = "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n"


@pytest.fixture
def plant(tmp_path, monkeypatch):
    """Return a function: `plant(path, text)` adds a file to the addon `planted`."""
    monkeypatch.setattr(home, "REPO", tmp_path)

    def add(path, text):
        file = tmp_path / "planted" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    add("__manifest__.py", MANIFEST)
    add("security/ir.model.access.csv", HEAD + "a,a,m,base.group_user,1,1,1,1\n")
    return add


def test_a_clean_addon_has_no_findings(plant):
    assert manifests.check_files() == []
    assert manifests.check_tests() == []
    assert access.check_groups() == []
    assert access.check_lines() == []
    assert reasons.check() == []


@pytest.mark.parametrize("folder", manifests.LOADED)
def test_a_file_in_no_manifest_is_found(plant, folder):
    plant(f"{folder}/forgotten.xml", "<odoo/>")
    assert manifests.check_files() == [
        f"planted/{folder}/forgotten.xml is in no manifest"
    ]


def test_a_file_that_python_reads_needs_no_manifest(plant):
    plant("data/words.csv", "a\n")
    plant("models/words.py", 'PATH = "data/words.csv"\n')
    assert manifests.check_files() == []


def test_a_file_that_is_listed_and_not_there_is_found(plant):
    plant("__manifest__.py", MANIFEST.replace("]", ', "views/gone.xml"]'))
    assert manifests.check_files() == [
        "planted/__manifest__.py lists views/gone.xml, which is not there"
    ]


def test_a_test_that_is_never_imported_is_found(plant):
    plant("tests/__init__.py", "from . import test_one\n")
    plant("tests/test_one.py", "")
    plant("tests/test_two.py", "")
    assert manifests.check_tests() == ["planted/tests/test_two.py is never imported"]


GROUP = """<record id="{id}" model="res.groups">
    <field name="implied_ids" eval="[{refs}]"/>
</record>"""


def groups(**implied):
    records = (
        GROUP.format(
            id=name, refs=", ".join(f"Command.link(ref('{ref}'))" for ref in refs)
        )
        for name, refs in implied.items()
    )
    return f"<odoo>{''.join(records)}</odoo>"


@pytest.mark.parametrize("too_much", sorted(access.TOO_MUCH))
def test_a_group_that_implies_too_much_is_found_through_any_step(plant, too_much):
    plant("security/groups.xml", groups(low=[too_much], high=["low"]))
    found = access.check_groups()
    assert [row.partition(": ")[2] for row in found] == [
        f"planted.low implies {too_much}",
        f"planted.high implies {too_much}",
    ]


def test_a_group_of_ordinary_users_is_fine(plant):
    plant("security/groups.xml", groups(low=["base.group_user"], high=["low"]))
    assert access.check_groups() == []


@pytest.mark.parametrize("rights", ["0,1,0,0", "0,0,1,0", "1,0,0,1"])
@pytest.mark.parametrize("group", ["base.group_portal", "base.group_public", ""])
def test_a_line_that_lets_outsiders_change_is_found(plant, group, rights):
    plant("security/ir.model.access.csv", f"{HEAD}line,line,m,{group},{rights}\n")
    found = access.check_lines()
    assert len(found) == 1
    assert f"line lets {group or 'everybody'} change records" in found[0]


def test_a_line_that_lets_portal_users_read_is_fine(plant):
    plant("security/ir.model.access.csv", f"{HEAD}a,a,m,base.group_portal,1,0,0,0\n")
    assert access.check_lines() == []


def test_a_line_in_xml_is_found_too(plant):
    plant(
        "security/lines.xml",
        '<odoo><record id="line" model="ir.model.access">'
        '<field name="group_id" ref="base.group_portal"/>'
        '<field name="perm_read" eval="True"/><field name="perm_write" eval="1"/>'
        "</record></odoo>",
    )
    assert access.check_lines() == [
        "planted/security/lines.xml: line lets base.group_portal change records"
    ]


@pytest.mark.parametrize(
    "code",
    [
        "rows = self.sudo().search([])\n",
        "# a comment far above\n\nrows = self.sudo().search([])\n",
        'rows = "# no comment".format(self.sudo())\n',
        "rows = (\n    self.env['x']\n    .sudo()\n)\n",
    ],
)
def test_sudo_without_a_reason_is_found(code):
    assert len(reasons.without_reason(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "rows = self.sudo().search([])  # the counter is nobody's own\n",
        "# the counter is nobody's own\nrows = self.sudo().search([])\n",
        "# the counter is nobody's own\nrows = (\n    self.env['x']\n    .sudo()\n)\n",
        "def sudo():\n    return 'sudo()'\n",
    ],
)
def test_sudo_with_its_reason_is_fine(code):
    assert reasons.without_reason(code) == []


def test_sudo_in_a_test_needs_no_reason(plant):
    plant("tests/__init__.py", "")
    plant("tests/common.py", "rows = self.sudo()\n")
    plant("models/thing.py", "rows = self.sudo()\n")
    assert reasons.check() == [
        "planted/models/thing.py:1: sudo() without its reason beside it"
    ]


LGPL = MANIFEST.replace("}", ', "license": "LGPL-3"}')
AGPL = MANIFEST.replace("}", ', "license": "AGPL-3"}')
HEADS = {
    name: f"# {licences.HOLDER}\n# {line}\n"
    for name, (line, _title) in licences.KNOWN.items()
}


@pytest.fixture
def licensed(plant):
    """Return a function: `licensed(manifest)` plants an addon that keeps to it."""

    def add(manifest, licence):
        plant("__manifest__.py", HEADS[licence] + manifest)
        plant("__init__.py", "")
        plant("README.md", "# Planted")
        plant("LICENSE", f"   {licences.KNOWN[licence][1]}\n\nand so on")

    return add


@pytest.mark.parametrize(("manifest", "licence"), [(LGPL, "LGPL-3"), (AGPL, "AGPL-3")])
def test_an_addon_that_says_its_licence_everywhere_is_fine(licensed, manifest, licence):
    licensed(manifest, licence)
    assert licences.check() == []


def test_a_line_of_another_licence_is_found(licensed, plant):
    licensed(AGPL, "AGPL-3")
    plant("models/thing.py", HEADS["LGPL-3"] + "x = 1\n")
    plant("models/bare.py", "x = 1\n")
    found = [row.partition(":")[0] for row in licences.check()]
    assert found == ["planted/models/bare.py", "planted/models/thing.py"]


def test_the_text_of_another_licence_is_found(licensed, plant):
    licensed(AGPL, "AGPL-3")
    plant("LICENSE", licences.KNOWN["LGPL-3"][1])
    assert licences.check() == [
        "planted/LICENSE is not the Gnu Affero General Public License"
    ]


def test_an_addon_without_licence_or_readme_is_found(licensed, plant, tmp_path):
    licensed(LGPL, "LGPL-3")
    (tmp_path / "planted" / "README.md").unlink()
    assert licences.check() == ["planted/README.md is not there"]
    plant("__manifest__.py", MANIFEST)
    assert licences.check() == ["planted/__manifest__.py: no licence of LGPL-3, AGPL-3"]


def test_an_addon_that_needs_a_stricter_one_is_found(licensed, plant):
    """Ours would have to take the licence of what it needs."""
    needs = LGPL.replace("}", ', "depends": ["helpdesk_mgmt"]}')
    licensed(needs, "LGPL-3")
    assert licences.check() == [
        "planted is LGPL-3 and needs helpdesk_mgmt, which is AGPL-3"
    ]
    licensed(needs.replace("LGPL-3", "AGPL-3"), "AGPL-3")
    assert licences.check() == []
