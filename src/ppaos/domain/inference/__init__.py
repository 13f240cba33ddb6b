"""How sure an estimate is: survey designs, standard errors, changes between waves."""
