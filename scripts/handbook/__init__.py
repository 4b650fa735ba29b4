"""The secondment handbook: a spreadsheet register, checked, answered and published."""
