"""What stands in cells that nobody would write into a module: magics, leftovers, noise, mistakes."""

from mangled.case import ANSWERS, Work, case

# --- magics and the shell --------------------------------------------------------------------------------------------


@case()
def line_magics(work: Work) -> None:
    """The usual ones, on top and behind answers."""
    work.own("%load_ext autoreload\n%autoreload 2\n%matplotlib inline\n%config InlineBackend.figure_format = 'retina'")
    work.own("%timeit -n 10 -r 2 double(2)\n%time double(2)\n%whos\n%pwd", "test_double")
    work.own("%env MY_SETTING=1\n%cd .\n%precision 3", None)


@case()
def cell_magics_on_answers(work: Work) -> None:
    """Timed and captured, they still define what they define."""
    work.cell("double").source = "%%time\n" + ANSWERS["double"]
    work.cell("clip").source = "%%capture out\n" + ANSWERS["clip"] + "\nprint(clip(1, 2, 3))"


@case()
def shell_commands(work: Work) -> None:
    """!ls and %%bash."""
    work.own("!ls -l\nfiles = !ls\n!echo {len(files)} files")
    work.own("%%bash\necho $((6 * 7))\nfalse", "clip")
    work.own("!no-such-command", "mean")


@case()
def installs_first(work: Work) -> None:
    """A package that is there already; what is not cannot be fetched, and need not be."""
    work.own("%pip install --quiet --disable-pip-version-check numpy\n!conda install -y numpy")


@case()
def module_written_by_a_cell(work: Work) -> None:
    """%%writefile, then an import of it."""
    work.own(f"%%writefile stats_of_mine.py\n{ANSWERS['mean']}", "mean")
    work.cell("mean").source = "from stats_of_mine import mean"


@case()
def script_run_by_a_cell(work: Work) -> None:
    """%run of a file handed in with it."""
    (work.folder / "answers.py").write_text(ANSWERS["clip"] + "\n")
    work.cell("clip").source = "%run answers.py"


@case()
def other_languages(work: Work) -> None:
    """Cells that are no Python, with and without saying so."""
    work.own("%%html\n<b>bold</b>")
    work.own("%%javascript\nconsole.log(1)", "clip")
    work.own("%%R\nx <- c(1, 2)", "mean")
    work.own("SELECT * FROM students;", None)
    work.own("#include <stdio.h>\nint main() { return 0; }", None)


@case()
def help_asked(work: Work) -> None:
    """The question marks that are left."""
    work.own("double?", "test_double")
    work.own("double??", "test_double")
    work.own("help(len)\n?print", "mean")


@case()
def extensions_that_are_not_there(work: Work) -> None:
    """Of another machine."""
    work.own("%load_ext tensorboard\n%tensorboard --logdir runs")
    work.own("%no_such_magic", "clip")


# --- waiting for someone ---------------------------------------------------------------------------------------------


@case()
def asks_for_input(work: Work) -> None:
    """In a cell of its own; nobody answers."""
    work.own("name = input('Your name? ')\nprint('Hello', name)")
    work.own("import getpass\npassword = getpass.getpass()", "clip")


@case(mean=0)
def answer_asks_for_input(work: Work) -> None:
    """The answer itself cannot do without."""
    work.cell(
        "mean"
    ).source = "def mean(numbers):\n    numbers = eval(input('Numbers: '))\n    return sum(numbers) / len(numbers)"


@case()
def widgets(work: Work) -> None:
    """Sliders to play with."""
    work.own(
        "import ipywidgets as widgets\nfrom IPython.display import display\n"
        "display(widgets.IntSlider())\nwidgets.interact(double, x=(0, 10));",
        "test_double",
    )


@case("was stopped")
def endless_loop_below_an_answer(work: Work) -> None:
    """The answer is defined before it; only the loop is lost."""
    work.cell("mean").source += "\n\nwhile True:\n    pass"


@case(mean=0)
def endless_loop_in_an_answer(work: Work) -> None:
    """It costs its own exercise only."""
    work.cell(
        "mean"
    ).source = "def mean(numbers):\n    total = 0\n    while numbers:\n        total += numbers[0]\n    return total"


# --- asynchronous, plots, noise --------------------------------------------------------------------------------------


@case()
def top_level_await(work: Work) -> None:
    """As notebooks allow it."""
    work.own("import asyncio\nawait asyncio.sleep(0)\nasync def later():\n    return 2\nfactor = await later()")
    work.cell("double").source = "def double(x):\n    return factor * x"


@case()
def warnings_while_tested(work: Work) -> None:
    """Deprecated, but right."""
    work.cell("double").source = (
        "import warnings\ndef double(x):\n    warnings.warn('use twice()', DeprecationWarning)\n"
        "    warnings.warn('slow')\n    return 2 * x"
    )


@case()
def noise_on_stderr(work: Work) -> None:
    """A progress bar and a logger, both on stderr."""
    work.cell("mean").source = (
        "import logging, sys\ndef mean(numbers):\n    total = 0\n    for i, n in enumerate(numbers):\n"
        "        print(f'\\r{i}/{len(numbers)}', end='', file=sys.stderr)\n        total += n\n"
        "    logging.warning('mean of %d numbers', len(numbers))\n    return total / len(numbers)"
    )


@case()
def warnings_made_errors(work: Work) -> None:
    """In the student's own cells, for the student's own code."""
    work.own("import warnings\nwarnings.filterwarnings('error')\nwarnings.warn('now it counts')")


@case()
def plots(work: Work) -> None:
    """Shown, saved and left open, inside an answer, too."""
    work.own("import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.savefig('mine.png')\nplt.show()")
    work.cell("double").source = "def double(x):\n    plt.figure()\n    plt.plot([x])\n    plt.show()\n    return 2 * x"


@case()
def plots_for_a_window(work: Work) -> None:
    """A backend that waits for somebody to close its window."""
    work.own("import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.ion()")
    work.own("%matplotlib qt", "clip")
    work.own("%matplotlib widget", "clip")
    work.cell("mean").source += "\n\nplt.plot([1, 2])\nplt.show(block=True)"


@case()
def prints_without_end(work: Work) -> None:
    """Debugging that was left in, megabytes of it."""
    work.own("for i in range(100_000):\n    print('step', i, 'of 100000')")
    work.cell("mean").source = (
        "def mean(numbers):\n    for _ in range(500):\n        print('numbers', numbers)\n"
        "    return sum(numbers) / len(numbers)"
    )


@case()
def thread_left_running(work: Work) -> None:
    """A monitor that nobody stops."""
    work.own(
        "import threading, time\ndef monitor():\n    while True:\n        time.sleep(0.2)\n"
        "threading.Thread(target=monitor).start()"
    )


# --- leftovers of other places ---------------------------------------------------------------------------------------


@case()
def mounts_a_drive(work: Work) -> None:
    """Colab's first cell, of which there is nothing here."""
    work.own("from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive")


@case()
def reads_a_file_of_home(work: Work) -> None:
    """A path that exists on one machine in the world."""
    work.own("notes = open(r'C:\\Users\\ada\\Desktop\\notes.txt').read()")


@case()
def leaves_with_exit(work: Work) -> None:
    """To stop "Run all" here."""
    work.own("exit()", "clip")
    work.own("import sys\nsys.exit(1)", "mean")
    work.own("raise SystemExit", None)


@case()
def leaves_with_quit_in_an_answer(work: Work) -> None:
    """Below what it defines."""
    work.cell("double").source += "\n\nprint(double(2))\nquit()"


@case()
def restarts_the_runtime(work: Work) -> None:
    """The idiom that makes Colab load a new version of a package."""
    work.own("import os\nos.kill(os.getpid(), 9)")


@case()
def stops_with_an_error(work: Work) -> None:
    """So that nothing below is run by accident."""
    work.own("assert False, 'do not run what follows'", "clip")
    work.own("1 / 0", "mean")


@case()
def moves_elsewhere(work: Work) -> None:
    """Another working directory for the rest of the notebook."""
    work.own("import os\nos.chdir('..')\nos.chdir('/tmp')")


@case()
def clears_its_names(work: Work) -> None:
    """A reset at the top, and names deleted at the end that no test needs."""
    work.own("%reset -f", "double")
    work.own("del math", None)


# --- mistakes --------------------------------------------------------------------------------------------------------


@case(clip=0)
def syntax_error(work: Work) -> None:
    """A colon that is missing."""
    work.cell("clip").source = ANSWERS["clip"].replace(":", "", 1)


@case(clip=0)
def unfinished_answer(work: Work) -> None:
    """The head of a function, and a plan."""
    work.cell("clip").source = "def clip(x, low, high):\n    # TODO: min and max"


@case(clip=0)
def pasted_from_a_web_page(work: Work) -> None:
    """Blanks that are no blanks, and quotes that are none."""
    work.cell("clip").source = "def clip(x, low, high):\n\xa0\xa0\xa0\xa0return max(low, min(x, high))  # “smart”"


@case(clip=0)
def prompts_pasted_along(work: Work) -> None:
    """Half a session of a terminal, with its answers."""
    work.cell("clip").source = "$ python\n>>> def clip(x, low, high):\n...     return max(low, min(x, high))\nOut[1]: 3"


@case(clip=0)
def infinite_recursion(work: Work) -> None:
    """A function that calls itself."""
    work.cell("clip").source = "def clip(x, low, high):\n    return clip(max(low, min(x, high)), low, high)"


@case(mean=0)
def name_misspelled(work: Work) -> None:
    """A right function that nobody asked for."""
    work.cell("mean").source = ANSWERS["mean"].replace("mean", "Mean")


@case(mean=0)
def prints_instead_of_returning(work: Work) -> None:
    """The classic one."""
    work.cell("mean").source = ANSWERS["mean"].replace("return ", "print(") + ")"


@case(clip=0)
def builtin_hidden_from_an_answer(work: Work) -> None:
    """``max = 3`` above an answer that calls max(): wrong for everybody who runs it."""
    work.own("max = 3", "clip")


@case()
def builtin_hidden_from_a_test(work: Work) -> None:
    """``list = [1, 2]`` above a test that calls list(): the answer is right."""
    work.own("list = [1, 2]\nrange = (0, 5)\nlen_ = len(list)", "test_mean")


@case()
def result_of_the_cell_above(work: Work) -> None:
    """An underscore: what the cell above had shown."""
    work.own("2", "double")
    work.own("factor = _", "double")
    work.cell("double").source = "def double(x):\n    return factor * x"


@case()
def print_written_for_python_2(work: Work) -> None:
    """In a cell of its own."""
    work.own("print 'hello'", "clip")
