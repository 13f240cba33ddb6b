"""What is done for households: how far the work came, what comes next, how a state is shown."""
