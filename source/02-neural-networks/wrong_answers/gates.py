# %% the threshold of AND is the largest sum itself
gates = {"AND": ([1, 1], 2), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "MAJORITY": ([1, 1, 1], 1.5)}


# %% AND that just works for exact inputs
gates = {"AND": ([1, 1], 1), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "MAJORITY": ([1, 1, 1], 1.5)}


# %% OR that fires at the slightest noise
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0), "NAND": ([-1, -1], -1.5), "MAJORITY": ([1, 1, 1], 1.5)}


# %% NAND without turning the threshold
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], 1.5), "MAJORITY": ([1, 1, 1], 1.5)}


# %% NAND is NOR
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -0.5), "MAJORITY": ([1, 1, 1], 1.5)}


# %% MAJORITY asks for all three
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "MAJORITY": ([1, 1, 1], 2.5)}


# %% MAJORITY in thirds, too close to one and to two
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "MAJORITY": ([1, 1, 1], 1.0)}


# %% MAJORITY listens to one input more than to the others
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "MAJORITY": ([2, 1, 1], 1.5)}


# %% a bias in place of the threshold
gates = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "MAJORITY": ([1, 1, 1], -1.5)}


# %% one gate is missing
gates = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5)}


# %% the threshold inside the list
gates = {"AND": [1, 1, 1.5], "OR": [1, 1, 0.5], "NAND": [-1, -1, -1.5], "MAJORITY": [1, 1, 1, 1.5]}


# %% NAND without turning the weights
gates = {
    "AND": ([1.0, 1.0], 1.5),
    "OR": ([1.0, 1.0], 0.5),
    "NAND": ([1.0, 1.0], -1.5),
    "MAJORITY": ([1.0, 1.0, 1.0], 1.5),
}


# %% names in lower case
gates = {
    "and": ([1.0, 1.0], 1.5),
    "or": ([1.0, 1.0], 0.5),
    "nand": ([-1.0, -1.0], -1.5),
    "majority": ([1.0, 1.0, 1.0], 1.5),
}
