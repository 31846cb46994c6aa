package org.conversener.torchfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What torch's own pickles mean: tensors, their storages, ordered dicts. An object of any other
 * class stays what it is, a {@link PickleObject}; a class outside of the allowed packages is
 * refused, although nothing of it would be run.
 */
final class TorchMeaning implements PickleMeaning {
  /** What Python's builtins may be named for; {@code eval} and the like never. */
  private static final Set<String> BUILTINS =
      Set.of(
          "bool",
          "bytearray",
          "bytes",
          "complex",
          "dict",
          "float",
          "frozenset",
          "int",
          "list",
          "object",
          "range",
          "set",
          "slice",
          "str",
          "tuple",
          "type");

  /** More pairs of ordered dicts than any model has; a list can be named again and again. */
  private static final int MOST_PAIRS = 1 << 20;

  private static final int MOST_DIMENSIONS = 64;

  private final Set<String> packages;
  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
  private long pairsRead;

  /**
   * The meaning of a file.
   *
   * @param packages the first parts of the names of modules whose classes may be named
   */
  TorchMeaning(Set<String> packages) {
    this.packages = packages;
  }

  /** Every storage that was named, by its key. */
  Map<String, TorchStorage> storages() {
    return storages;
  }

  @Override
  public PickleGlobal global(String module, String name) throws MeaninglessException {
    PickleGlobal global = new PickleGlobal(module, name);
    boolean isBuiltin = module.equals("builtins") || module.equals("__builtin__");
    if (isBuiltin ? BUILTINS.contains(name) : packages.contains(module.split("\\.", 2)[0])) {
      return global;
    }
    throw new MeaninglessException(
        "the file names "
            + PickleValues.describe(global)
            + ", which such a model has no use for; nothing was run, and the file is not to be"
            + " trusted");
  }

  @Override
  public Object make(PickleGlobal type, PickleTuple arguments, Map<Object, Object> keywords)
      throws MeaninglessException {
    return switch (type.toString()) {
      case "collections.OrderedDict" -> ordered(arguments);
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> tensor(arguments);
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> {
        if (arguments.items().isEmpty()
            || !(arguments.items().get(0) instanceof TorchTensor tensor)) {
          throw new MeaninglessException("expected a parameter made of a tensor");
        }
        yield tensor;
      }
      default -> new PickleObject(type, arguments, keywords);
    };
  }

  /** An ordered dict; Python 2 wrote it as a list of pairs. */
  private Map<Object, Object> ordered(PickleTuple arguments) throws MeaninglessException {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (arguments.items().isEmpty()) {
      return dict;
    }
    if (arguments.items().size() == 1 && arguments.items().get(0) instanceof List<?> pairs) {
      pairsRead += pairs.size();
      if (pairsRead > MOST_PAIRS) {
        throw new MeaninglessException(
            "expected at most " + MOST_PAIRS + " pairs in ordered dicts, found " + pairsRead);
      }
      for (Object pair : pairs) {
        List<?> both = pair instanceof PickleTuple tuple ? tuple.items() : listed(pair);
        if (both.size() != 2 || both.get(0) instanceof List || both.get(0) instanceof Map) {
          throw new MeaninglessException("expected pairs of a key and a value in an ordered dict");
        }
        dict.put(both.get(0), both.get(1));
      }
      return dict;
    }
    throw new MeaninglessException("expected an ordered dict of nothing or of a list of pairs");
  }

  private static List<?> listed(Object pair) {
    return pair instanceof List<?> list ? list : List.of();
  }

  private static TorchTensor tensor(PickleTuple arguments) throws MeaninglessException {
    List<Object> items = arguments.items();
    if (items.size() < 4 || !(items.get(0) instanceof TorchStorage.View view)) {
      throw new MeaninglessException(
          "expected a tensor of a storage, an offset, sizes and strides");
    }
    return TorchTensor.of(view, whole(items.get(1)), wholes(items.get(2)), wholes(items.get(3)));
  }

  @Override
  public Object persistent(Object id) throws MeaninglessException {
    List<Object> items = id instanceof PickleTuple tuple ? tuple.items() : List.of();
    if (items.size() == 4
        && items.get(0).equals("module")
        && items.get(1) instanceof PickleGlobal) {
      return items.get(1);
    }
    boolean isStorage = items.size() == 5 || items.size() == 6;
    if (!isStorage
        || !items.get(0).equals("storage")
        || !(items.get(1) instanceof PickleGlobal global)
        || !(items.get(2) instanceof String key)) {
      throw new MeaninglessException("expected the description of a storage");
    }
    StorageType type = StorageType.of(global);
    long count = whole(items.get(4));
    if (type == null || count < 0 || count > Long.MAX_VALUE / 8) {
      throw new MeaninglessException(
          "storage "
              + key
              + ": expected numbers of a kind and count that torch has, found "
              + count
              + " of "
              + PickleValues.describe(global));
    }
    TorchStorage storage = storages.computeIfAbsent(key, k -> new TorchStorage(k, type, count));
    if (storage.type() != type || storage.count() != count) {
      throw new MeaninglessException("storage " + key + " is described twice, each time otherwise");
    }
    return view(storage, items.size() == 6 ? items.get(5) : PickleNone.NONE);
  }

  /** Torch before 0.4 could store a part of a storage: its key, first number and size. */
  private static TorchStorage.View view(TorchStorage storage, Object part)
      throws MeaninglessException {
    if (part instanceof PickleNone) {
      return new TorchStorage.View(storage, 0, storage.count());
    }
    if (part instanceof PickleTuple tuple && tuple.items().size() == 3) {
      long start = whole(tuple.items().get(1));
      long count = whole(tuple.items().get(2));
      if (start >= 0 && count >= 0 && start <= storage.count() - count) {
        return new TorchStorage.View(storage, start, count);
      }
    }
    throw new MeaninglessException(
        "storage " + storage.key() + ": expected a part that lies in it");
  }

  private static long whole(Object value) throws MeaninglessException {
    if (value instanceof Long whole) {
      return whole;
    }
    throw new MeaninglessException(
        "expected a whole number, found " + PickleValues.describe(value));
  }

  private static long[] wholes(Object value) throws MeaninglessException {
    if (!(value instanceof PickleTuple tuple)) {
      throw new MeaninglessException(
          "expected a tuple of whole numbers, found " + PickleValues.describe(value));
    }
    if (tuple.items().size() > MOST_DIMENSIONS) {
      throw new MeaninglessException(
          "expected at most "
              + MOST_DIMENSIONS
              + " dimensions of a tensor, found "
              + tuple.items().size());
    }
    List<Long> numbers = new ArrayList<>();
    for (Object item : tuple.items()) {
      numbers.add(whole(item));
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
