"""A field with a list behind it: what is typed in a burst, what it says of itself, its commands."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from screens.commands import CommandsDialog
from screens.dialogs.choose import Choose
from screens.widgets.text_input import TextInput
from tests.pilot.hosting import lines as shown
from tests.pilot.hosting import until
from tests.pilot.test_widget_form import RECORD, FormApp, press


@pytest.fixture
def app() -> FormApp:
    return FormApp(RECORD)


@pytest.mark.parametrize(
    ("burst", "village"), [("李家", 5), ("王庄", 7), ("xlt", 9), ("xl", 9)], ids=["han", "second", "latin", "two"]
)
@pytest.mark.parametrize("waits", [0, 1, 2, 9])
async def test_a_burst_of_characters_goes_into_one_list(app: FormApp, burst: str, village: int, waits: int) -> None:
    """An input method commits all its characters at once, before the list of the first can be drawn."""
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 6)
        for number, character in enumerate(burst):
            app.post_message(events.Key(character, character))
            if number == 0:
                for _turn in range(waits):
                    await asyncio.sleep(0)
        await press(pilot)
        assert isinstance(app.screen, Choose)
        assert len(app.screen_stack) == 2
        assert app.screen.query_one(TextInput).value == burst
        await press(pilot, "enter")
        assert len(app.screen_stack) == 1
        assert app.form.values["village"] == village


async def test_enter_at_the_end_of_a_burst_takes_what_was_found(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 6)
        for key in ("王", "庄", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await until(pilot, lambda: len(app.screen_stack) == 1 and app.form.values["village"] != 3)
        assert app.form.values["village"] == 7
        assert app.place == "note"


async def test_a_paste_behind_the_first_character_goes_into_its_list(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 6)
        app.post_message(events.Key("王", "王"))
        app.post_message(events.Paste("庄\n"))
        await press(pilot)
        assert len(app.screen_stack) == 2
        assert app.screen.query_one(TextInput).value == "王庄"


async def test_what_is_not_in_the_list_is_said_and_changes_nothing(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "down")
        app.post_message(events.Key("男", "男"))
        await press(pilot)
        assert app.form.entries["sex"] == "male"
        app.post_message(events.Key("孩", "孩"))
        await press(pilot)
        assert any("列表里没有“男孩”，空格打开列表。" in line for line in shown(app))
        assert app.form.values["sex"] == RECORD["sex"]
        assert app.form.entries["sex"] == "female"
        app.post_message(events.Key("男", "男"))
        await press(pilot)
        assert app.form.entries["sex"] == "male"


async def test_a_field_with_a_list_says_how_it_opens(app: FormApp) -> None:
    hint = "空格打开列表"
    async with app.run_test(size=(80, 20)) as pilot:
        assert not any(hint in line for line in shown(app))
        await press(pilot, *["down"] * 2)
        assert any(f"{hint}；也可输入文字、拼音首字母或序号。" in line for line in shown(app))
        await press(pilot, *["down"] * 3)
        assert any(f"{hint}，在列表里按空格勾选，按回车完成。" in line for line in shown(app))
        await press(pilot, "down")
        assert any(f"{hint}，或直接输入文字。" in line for line in shown(app))


async def test_the_commands_of_a_form_and_its_field_are_listed_and_run(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 6)
        ids = [str(active.binding.id) for active in CommandsDialog(app.screen).commands.values()]
        assert {"form.save", "form.cancel", "pick.open", "pick.clear"} <= set(ids)
        CommandsDialog.offer(app.screen)
        await press(pilot, *["down"] * ids.index("pick.open"), "enter")
        assert isinstance(app.screen, Choose)
        await press(pilot, "escape")
        CommandsDialog.offer(app.screen)
        await press(pilot, *["down"] * ids.index("form.save"), "enter")
        assert app.submitted
