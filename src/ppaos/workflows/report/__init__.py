"""The report of a round: one page, one workbook, and the files beside them."""
