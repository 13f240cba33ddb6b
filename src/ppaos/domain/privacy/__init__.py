"""What may be shown: disclosure control, purposes of looking, fields of lists."""
