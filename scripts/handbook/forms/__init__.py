"""The forms of the programme: defined once as data, printed as a page, written as .docx."""

from handbook.forms.loading import form_named, load_forms
from handbook.forms.model import Cell, CellKind, Choice, Form, Row

__all__ = ["Cell", "CellKind", "Choice", "Form", "Row", "form_named", "load_forms"]
