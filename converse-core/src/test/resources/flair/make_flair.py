"""Makes python.pt and python.json: a random tagger as Flair 0.4.1 saved it, and what it says.

Python's own pickle and numpy's own arrays, in the container of torch before 1.6 and with the names
of Flair's, gensim's and torch's classes; the answers are computed with numpy in double precision.
Written for this test from the descriptions in docs/REFERENCE.md, section 2. Made with CPython 3.11
and numpy 2.4; run it in this directory.
"""

import itertools
import json
import pickle
import struct
import sys
import types
from collections import OrderedDict

import numpy as np

KEYS = itertools.count()
RNG = np.random.default_rng(20)
E, FORWARD, BACKWARD, D, H = 4, 6, 5, 8, 7


def module(name):
    sys.modules[name] = types.ModuleType(name)
    return sys.modules[name]


def put(name, thing):
    """Gives a class or a function the module it pretends to be of."""
    where = sys.modules.get(name) or module(name)
    thing.__module__ = name
    thing.__qualname__ = thing.__name__
    setattr(where, thing.__name__, thing)
    return thing


for name in ["torch", "torch.nn", "torch.nn.backends", "flair", "gensim", "gensim.models"]:
    module(name)


# ---- torch ----

FloatStorage = put("torch", type("FloatStorage", (), {}))
rebuild = put("torch._utils", type("_rebuild_tensor_v2", (), {}))
rebuild_parameter = put("torch._utils", type("_rebuild_parameter", (), {}))
backend = put("torch.nn.backends.thnn", type("_get_thnn_function_backend", (), {}))


class Storage:
    def __init__(self, values):
        self.values = values
        self.key = str(94000000000000 + 96 * next(KEYS))


class Tensor:
    def __init__(self, *shape, scale=1.0):
        self.values = (scale * RNG.standard_normal(shape)).astype("<f4")
        self.storage = Storage(self.values)

    def __reduce__(self):
        strides = tuple(s // 4 for s in self.values.strides)
        arguments = (self.storage, 0, self.values.shape, strides, False, OrderedDict())
        return rebuild, arguments


class Parameter:
    def __init__(self, tensor):
        self.tensor = tensor

    def __reduce__(self):
        return rebuild_parameter, (self.tensor, True, OrderedDict())


class Backend:
    def __reduce__(self):
        return backend, ()


class Module:
    def __init__(self, parameters=None, modules=None, **fields):
        self._backend = Backend()
        self._parameters = OrderedDict((n, Parameter(t)) for n, t in (parameters or {}).items())
        self._buffers = OrderedDict()
        self._backward_hooks = OrderedDict()
        self._forward_hooks = OrderedDict()
        self._forward_pre_hooks = OrderedDict()
        self._modules = OrderedDict(modules or {})
        self.training = False
        self.__dict__.update(fields)


def kind(where, name):
    return put(where, type(name, (Module,), {}))


Embedding = kind("torch.nn.modules.sparse", "Embedding")
LSTM = kind("torch.nn.modules.rnn", "LSTM")
Linear = kind("torch.nn.modules.linear", "Linear")
Dropout = kind("torch.nn.modules.dropout", "Dropout")
LanguageModel = kind("flair.models.language_model", "LanguageModel")
FlairEmbeddings = kind("flair.embeddings", "FlairEmbeddings")
WordEmbeddings = kind("flair.embeddings", "WordEmbeddings")
StackedEmbeddings = kind("flair.embeddings", "StackedEmbeddings")
Plain = type("Plain", (), {"__init__": lambda self, **fields: self.__dict__.update(fields)})
Dictionary = put("flair.data", type("Dictionary", (Plain,), {}))
Vocab = put("gensim.models.keyedvectors", type("Vocab", (Plain,), {}))
Vectors = put("gensim.models.keyedvectors", type("Word2VecKeyedVectors", (Plain,), {}))


class Pickler(pickle.Pickler):
    """As torch.save: storages stand outside, and the first use of a module's class tells its source."""

    def __init__(self, file):
        super().__init__(file, 4)
        self.storages = {}
        self.classes = set()

    def persistent_id(self, thing):
        if isinstance(thing, type) and issubclass(thing, Module) and thing not in self.classes:
            self.classes.add(thing)
            return "module", thing, "/site-packages/" + thing.__module__, "class ..:\n    pass\n"
        if isinstance(thing, Storage):
            self.storages[thing.key] = thing
            return "storage", FloatStorage, thing.key, "cuda:0", thing.values.size, None
        return None


def save(thing, path):
    with open(path, "wb") as out:
        pickle.dump(0x1950A86A20F9469CFC6C, out, 4)
        pickle.dump(1001, out, 4)
        sizes = {"short": 2, "int": 4, "long": 4}
        machine = {"protocol_version": 1001, "little_endian": True, "type_sizes": sizes}
        pickle.dump(machine, out, 4)
        pickler = Pickler(out)
        pickler.dump(thing)
        pickle.dump(sorted(pickler.storages), out, 4)
        for key in sorted(pickler.storages):
            values = pickler.storages[key].values
            out.write(struct.pack("<q", values.size) + values.tobytes())


# ---- the model ----


def dictionary(items):
    encoded = [item.encode() for item in items]
    numbers = {item: i for i, item in enumerate(encoded)}
    return Dictionary(item2idx=numbers, idx2item=encoded, multi_label=False)


def lstm(width, hidden, suffixes=("",)):
    tensors = {}
    for suffix in suffixes:
        tensors["weight_ih_l0" + suffix] = Tensor(4 * hidden, width, scale=0.6)
        tensors["weight_hh_l0" + suffix] = Tensor(4 * hidden, hidden, scale=0.6)
        tensors["bias_ih_l0" + suffix] = Tensor(4 * hidden, scale=0.4)
        tensors["bias_hh_l0" + suffix] = Tensor(4 * hidden, scale=0.4)
    return tensors


def language_model(items, hidden, is_forward):
    encoder, rnn = {"weight": Tensor(len(items), E)}, lstm(E, hidden)
    decoder = {"weight": Tensor(len(items), hidden), "bias": Tensor(len(items))}
    modules = {"drop": Dropout(p=0.05), "encoder": Embedding(encoder), "rnn": LSTM(rnn)}
    modules["decoder"] = Linear(decoder)
    model = LanguageModel(
        None, modules, dictionary=dictionary(items), is_forward_lm=is_forward, dropout=0.05,
        hidden_size=hidden, embedding_size=E, nlayers=1, hidden=None, nout=None, proj=None)
    name = "/home/x/.flair/embeddings/news-%sward-0.4.1.pt" % ("for" if is_forward else "back")
    embeddings = FlairEmbeddings(
        None, {"lm": model}, name=name, static_embeddings=True, detach=True, cache=None,
        is_forward_lm=is_forward, _FlairEmbeddings__embedding_length=hidden)
    state = {"encoder." + n: t for n, t in encoder.items()}
    state.update({"rnn." + n: t for n, t in rnn.items()})
    state.update({"decoder." + n: t for n, t in decoder.items()})
    return embeddings, state


LETTERS = "abcdefghijklmnopqrstuvwxyz"
CHARACTERS = ["<unk>", "\n"] + list("etaoin shrdlcumwfgypbvkjxqzETA0159.,éñ€😀")
WORDS = ["".join(RNG.choice(list(LETTERS), RNG.integers(1, 5))) for _ in range(2480)]
WORDS = list(dict.fromkeys(WORDS + ["Über", "1#", "year 000", "000", "ñandú"]))
TAGS = ["<unk>", "O"] + [p + t for t in ["PER", "LOC"] for p in ["S-", "B-", "E-", "I-"]]
TAGS += ["<START>", "<STOP>"]


def word_vectors():
    values = RNG.standard_normal((len(WORDS), D)).astype("<f4")
    order = RNG.permutation(len(WORDS))
    vocabulary = {word: Vocab(count=9, index=int(i)) for word, i in zip(WORDS, order)}
    index2word = [word for _, word in sorted(zip(order.tolist(), WORDS))]
    keyed = Vectors(
        vectors=values, vocab=vocabulary, vector_size=D, index2word=index2word, vectors_norm=None)
    embeddings = WordEmbeddings(
        name="/home/x/.flair/embeddings/glove.gensim", static_embeddings=True,
        precomputed_word_embeddings=keyed, _WordEmbeddings__embedding_length=D)
    return embeddings, {word: values[i] for word, i in zip(WORDS, order)}


def tagger():
    words, table = word_vectors()
    forward, forward_state = language_model(CHARACTERS, FORWARD, True)
    backward, backward_state = language_model(CHARACTERS[:20] + ["Z"], BACKWARD, False)
    members = [words, forward, backward]
    stack = StackedEmbeddings(
        None, {"list_embedding_%d" % i: m for i, m in enumerate(members)}, embeddings=members,
        detach=True, name="Stack", static_embeddings=True,
        _StackedEmbeddings__embedding_type="word-level")
    width = D + FORWARD + BACKWARD
    transitions = Tensor(len(TAGS), len(TAGS), scale=1.5)
    transitions.values[TAGS.index("<START>"), :] = -10000
    transitions.values[:, TAGS.index("<STOP>")] = -10000
    state = OrderedDict({"transitions": transitions})
    state.update({"embeddings.list_embedding_1.lm." + n: t for n, t in forward_state.items()})
    state.update({"embeddings.list_embedding_2.lm." + n: t for n, t in backward_state.items()})
    state["embedding2nn.weight"] = Tensor(width, width, scale=0.3)
    state["embedding2nn.bias"] = Tensor(width, scale=0.3)
    state.update({"rnn." + n: t for n, t in lstm(width, H, ("", "_reverse")).items()})
    state["linear.weight"] = Tensor(len(TAGS), 2 * H, scale=2)
    state["linear.bias"] = Tensor(len(TAGS), scale=0.5)
    state._metadata = OrderedDict({"": {"version": 1}})
    saved = {
        "state_dict": state, "embeddings": stack, "hidden_size": H,
        "tag_dictionary": dictionary(TAGS), "tag_type": "ner", "use_crf": True, "use_rnn": True,
        "rnn_layers": 1, "use_word_dropout": 0.05, "use_locked_dropout": 0.5}
    return saved, table


# ---- what it says ----


def run_lstm(state, prefix, suffix, rows):
    get = lambda name: state[prefix + name + suffix].values.astype("f8")
    hidden = get("weight_hh_l0").shape[1]
    h, c, outputs = np.zeros(hidden), np.zeros(hidden), []
    for x in rows:
        z = get("weight_ih_l0") @ x + get("bias_ih_l0") + get("weight_hh_l0") @ h + get("bias_hh_l0")
        i, f, g, o = z.reshape(4, hidden)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        outputs.append(h)
    return np.array(outputs)


def states(state, prefix, items, is_forward, words):
    text = " ".join(words)
    read = "\n" + (text if is_forward else text[::-1]) + " "
    numbers = [items.index(c) if c in items else 0 for c in read]
    table = state[prefix + "encoder.weight"].values.astype("f8")
    outputs, rows, start = run_lstm(state, prefix + "rnn.", "", table[numbers]), [], 0
    for word in words:
        end = start + len(word)
        rows.append(outputs[1 + end if is_forward else 1 + len(text) - start])
        start = end + 1
    return np.array(rows)


def look_up(table, word):
    digits = lambda to: "".join(to if c.isdecimal() else c for c in word.lower())
    for form in [word, word.lower(), digits("#"), digits("0")]:
        if form in table:
            return table[form].astype("f8")
    return np.zeros(D)


def answer(saved, table, words):
    state, prefix = saved["state_dict"], "embeddings.list_embedding_%d.lm."
    parts = {m.name: i for i, m in enumerate(saved["embeddings"].embeddings)}
    rows = [
        np.array([look_up(table, word) for word in words]),
        states(state, prefix % 1, CHARACTERS, True, words),
        states(state, prefix % 2, CHARACTERS[:20] + ["Z"], False, words)]
    x = np.concatenate([rows[parts[name]] for name in sorted(parts)], axis=1)
    x = x @ state["embedding2nn.weight"].values.astype("f8").T + state["embedding2nn.bias"].values
    backward = run_lstm(state, "rnn.", "_reverse", x[::-1])[::-1]
    features = np.concatenate([run_lstm(state, "rnn.", "", x), backward], axis=1)
    emissions = features @ state["linear.weight"].values.astype("f8").T + state["linear.bias"].values
    transitions = state["transitions"].values.astype("f8")
    start, stop = TAGS.index("<START>"), TAGS.index("<STOP>")
    score, back = np.full(len(TAGS), -10000.0), []
    score[start] = 0
    for emission in emissions:
        step = score[None, :] + transitions
        back.append(step.argmax(axis=1))
        score = step.max(axis=1) + emission
    last = score + transitions[stop]
    last[[start, stop]] = -10000
    path = [int(last.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    assert path.pop() == start
    return features, [TAGS[i] for i in reversed(path)]


def main():
    saved, table = tagger()
    save(saved, "python.pt")
    odd = ["Über", "ÜBER", "12", "year", "777", "😀", "€uro", "the", "Anna", "1€", "Ñandú", "E.T."]
    sentences = []
    for _ in range(25):
        words = [str(w) for w in RNG.choice(WORDS[:200] + odd * 8, RNG.integers(1, 9))]
        features, tags = answer(saved, table, words)
        rounded = [[round(float(v), 9) for v in row] for row in features]
        sentences.append({"words": words, "tags": tags, "features": rounded})
    with open("python.json", "w", encoding="utf-8") as out:
        for i, sentence in enumerate(sentences):
            line = json.dumps(sentence, ensure_ascii=False)
            out.write(("[" if i == 0 else ",\n") + line)
        out.write("]\n")


main()
