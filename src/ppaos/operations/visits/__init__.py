"""What was done for a household: visits, help, exits."""
