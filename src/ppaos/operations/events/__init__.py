"""What is on record as done for a household: visits, help, exits."""
