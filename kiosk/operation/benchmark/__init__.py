"""What the product can do on this machine, measured from outside and beside yardsticks taken in the same run."""
