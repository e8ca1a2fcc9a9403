"""What tests tell without judging it stands at the end of the output, from whichever process it comes."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        for title, lines in report.user_properties:
            terminalreporter.section(title)
            terminalreporter.write_line(str(lines))
