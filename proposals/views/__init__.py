"""The pages of the record: list, detail, decision, schedule, files and receipts."""
