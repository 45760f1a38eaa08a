"""The error tree, sorted by what the caller does next.

    RiwayaError
    ├── SkipReport            this report cannot be read: skip it, say so, go on with the next
    │   ├── UnreadableInput   the bytes are not a text we can decode (binary, broken line, too large)
    │   ├── EmptyReport       nothing is left to read
    │   ├── PassedOver        left out on purpose: no page, a page fetched twice, or not about conflict
    │   └── UnsupportedLanguage   the text is in a language riwaya has no lexicon for
    ├── BackendError          an optional backend failed: fall back to rules and record it
    │   └── BackendMissing    the package or model that the backend needs is not installed
    └── StopRun               nothing sensible can follow: stop and let the user mend it
        ├── BadLexicon        a lexicon row breaks its contract; names file and line
        ├── BadConfig         a setting has an impossible value
        ├── MissingInput      a named input does not exist
        ├── MissingBuild      a file that installation makes is absent
        └── CaseError         a case cannot be used
            ├── BadCase           it is not a case, or it is damaged
            ├── CaseTooNew        a newer version of riwaya wrote it
            ├── CaseLocked        another process holds it for too long
            └── CaseUnreachable   its file or server cannot be read or written

Every error has a stable `code`, says what was wrong, and gives a `hint`: what to do about it.
"""

from __future__ import annotations


class RiwayaError(Exception):
    """Base of everything riwaya raises on purpose.

    `code` is stable across versions; `hint` says what to do; `report_id` names the report where there is one.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "", report_id: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.report_id = report_id

    def as_json(self) -> dict[str, object]:
        """The one shape in which errors leave the program."""
        return {"ok": False, "error": str(self), "code": self.code, "hint": self.hint, "report_id": self.report_id}


class SkipReport(RiwayaError):
    """One report cannot be read; the rest of the run goes on."""

    code = "skip_report"


class UnreadableInput(SkipReport):
    """The bytes are not a text that can be decoded, or break the format they claim to be in."""

    code = "unreadable_input"


class EmptyReport(SkipReport):
    """The report holds no words."""

    code = "empty_report"


class PassedOver(SkipReport):
    """What was left out on purpose: no page, the same page again, or a page that the gate held back."""

    code = "passed_over"


class UnsupportedLanguage(SkipReport):
    """The report is in a language riwaya has no lexicon for."""

    code = "unsupported_language"


class BackendError(RiwayaError):
    """An optional backend failed; the rules go on without it and the failure is recorded."""

    code = "backend_error"


class BackendMissing(BackendError):
    """The package or model that a backend needs is not installed."""

    code = "backend_missing"


class StopRun(RiwayaError):
    """The run cannot go on until the user mends something."""

    code = "stop_run"


class BadLexicon(StopRun):
    """A lexicon row breaks its contract; the message names the file and the line."""

    code = "bad_lexicon"


class BadConfig(StopRun):
    """A setting has a value it cannot have."""

    code = "bad_config"


class MissingInput(StopRun):
    """An input that the user named does not exist or may not be read."""

    code = "missing_input"


class MissingBuild(StopRun):
    """A file that installation makes (gazetteer, verb forms) is absent."""

    code = "missing_build"


class CaseError(StopRun):
    """A case, the file or database that keeps reports and events, cannot be used."""

    code = "case_error"


class BadCase(CaseError):
    """What was named as a case is something else, or it is damaged."""

    code = "bad_case"


class CaseTooNew(CaseError):
    """A newer version of riwaya wrote the case, in a form that this one cannot know."""

    code = "case_too_new"


class CaseLocked(CaseError):
    """Another process holds the case for longer than a writer waits."""

    code = "case_locked"


class CaseUnreachable(CaseError):
    """The case's file or server cannot be read or written."""

    code = "case_unreachable"
