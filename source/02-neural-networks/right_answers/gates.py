# %% other scales, tuples, integers
gates = {
    "AND": ((10, 10), 15),
    "OR": ((4, 4), 2),
    "NAND": ((-2, -2), -3),
    "MAJORITY": ((2, 2, 2), 3),
}


# %% tensors, also as thresholds
gates = {}
gates["AND"] = (torch.tensor([1.0, 1.0]), torch.tensor(1.5))
gates["OR"] = (torch.ones(2), 0.4)
gates["NAND"] = (-torch.ones(2), torch.tensor(-1.5))
gates["MAJORITY"] = (torch.full((3,), 0.5), 0.75)


# %% uneven weights, lists in place of pairs
gates = {}
gates.update(AND=[[1.0, 1.1], 1.55], OR=[[2.0, 2.2], 1.1], NAND=[[-1.0, -1.1], -1.55], MAJORITY=[[1, 1.05, 1], 1.52])


# %% NumPy arrays, and tensors inside lists
import numpy as np

gates = {
    "AND": (np.ones(2), 1.5),
    "OR": ([torch.tensor(1.0), torch.tensor(1.0)], np.float64(0.5)),
    "NAND": (np.array([-1.0, -1.0]), np.array(-1.5)),
    "MAJORITY": (np.ones(3, dtype=np.float32), 1.5),
}


# %% just what noise allows, where 3 · 0.1 is rounded
gates = {
    "AND": ([3.0, 3.0], 3.6),
    "OR": ([3.0, 3.0], 0.6),
    "NAND": ([-3.0, -3.0], -5.3),
    "MAJORITY": ([7.0, 7.0, 7.0], 9.1),
}
