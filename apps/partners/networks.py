"""The code of the network that opens the space; all others are rows only."""

NFP = "nfp"
