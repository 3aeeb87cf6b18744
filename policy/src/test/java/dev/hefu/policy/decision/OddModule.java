package dev.hefu.policy.decision;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A WebAssembly module with the functions of one that {@code opa} built, made by hand, since no
 * compiler makes what a broken or hostile one does.
 */
public final class OddModule {
  private static final int ENTRYPOINTS_AT = 1_024;
  private static final int BUILTINS_AT = 2_048;
  private static final int ANSWER_AT = 3_072;
  private static final int FREE_AT = 8_192;

  private static final int I32 = 0x7f;
  private static final int BLOCK = 0x40;
  private static final int UNREACHABLE = 0x00;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int END = 0x0b;
  private static final int BRANCH = 0x0c;
  private static final int BRANCH_IF = 0x0d;
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int GET = 0x20;
  private static final int SET = 0x21;
  private static final int STORE = 0x36;
  private static final int GROW = 0x40;
  private static final int CONST = 0x41;
  private static final int LESS = 0x48;
  private static final int ADD = 0x6a;
  private static final int MULTIPLY = 0x6c;

  /** Parameters of {@code opa_eval}: the length of the input is the fifth. */
  private static final int PARAMETERS = 7;

  private static final int INPUT_LENGTH = 4;
  private static final int COUNTER = 7;
  private static final int EVALUATE = 6;

  private OddModule() {}

  /** Never ends. */
  public static byte[] endless() {
    return module("", ENDLESS);
  }

  /** Never ends on an input longer than this; answers the others. */
  static byte[] endlessBeyond(String answer, int bytes) {
    return module(answer, beyond(bytes, ENDLESS));
  }

  /** Calls itself until there is no stack left. */
  static byte[] bottomless() {
    return module("", deeper());
  }

  /** The same, on an input longer than this. */
  static byte[] bottomlessBeyond(String answer, int bytes) {
    return module(answer, beyond(bytes, deeper()));
  }

  /** Takes memory until it gets no more, and asks on, on an input longer than this. */
  static byte[] greedyBeyond(String answer, int bytes) {
    byte[] more = bytes(LOOP, BLOCK, CONST, 1, GROW, 0, DROP, BRANCH, 0, END);
    return module(answer, beyond(bytes, more));
  }

  /** Fails at once. */
  static byte[] trapping() {
    return module("", bytes(UNREACHABLE));
  }

  /** The same, on an input longer than this. */
  static byte[] trappingBeyond(String answer, int bytes) {
    return module(answer, beyond(bytes, bytes(UNREACHABLE)));
  }

  /** Answers this, whatever it is asked. */
  public static byte[] answering(String answer) {
    return module(answer, new byte[0]);
  }

  /** Answers this after so many rounds of work, which no compiler can leave out. */
  static byte[] slow(String answer, int rounds) {
    byte[] store =
        bytes(
            CONST,
            signed(FREE_AT / 2),
            GET,
            COUNTER,
            CONST,
            signed(1_664_525),
            MULTIPLY,
            STORE,
            2,
            0);
    byte[] count = bytes(GET, COUNTER, CONST, 1, ADD, SET, COUNTER);
    byte[] again = bytes(GET, COUNTER, CONST, signed(rounds), LESS, BRANCH_IF, 0);
    return module(answer, bytes(LOOP, BLOCK, store, count, again, END));
  }

  private static final byte[] ENDLESS = bytes(LOOP, BLOCK, BRANCH, 0, END);

  private static byte[] beyond(int bytes, byte[] instructions) {
    return bytes(CONST, signed(bytes), GET, INPUT_LENGTH, LESS, IF, BLOCK, instructions, END);
  }

  private static byte[] deeper() {
    ByteArrayOutputStream calls = new ByteArrayOutputStream();
    for (int i = 0; i < PARAMETERS; i++) {
      calls.writeBytes(bytes(GET, i));
    }
    calls.writeBytes(bytes(CALL, EVALUATE, DROP));
    return calls.toByteArray();
  }

  private static byte[] module(String answer, byte[] before) {
    byte[] evaluate = join(before, bytes(CONST, signed(ANSWER_AT), END));
    String paths = "{\"hefu/exchange/decision\":0,\"hefu/breakglass/decision\":1}";
    return join(
        bytes(0, 'a', 's', 'm', 1, 0, 0, 0),
        section(1, List.of(type(0), type(1), type(2), type(PARAMETERS))),
        section(2, List.of(join(name("env"), name("memory"), bytes(2, 0, 1)))),
        section(3, List.of(bytes(0), bytes(0), bytes(1), bytes(1), bytes(2), bytes(0), bytes(3))),
        section(
            7,
            List.of(
                export("entrypoints", 0),
                export("builtins", 1),
                export("opa_json_dump", 2),
                export("opa_malloc", 3),
                export("opa_json_parse", 4),
                export("opa_heap_ptr_get", 5),
                export("opa_eval", EVALUATE))),
        section(
            10,
            List.of(
                code(bytes(CONST, signed(ENTRYPOINTS_AT), END)),
                code(bytes(CONST, signed(BUILTINS_AT), END)),
                code(bytes(GET, 0, END)),
                code(bytes(CONST, signed(FREE_AT), END)),
                code(bytes(CONST, 0, END)),
                code(bytes(CONST, signed(FREE_AT * 2), END)),
                code(evaluate))),
        section(
            11,
            List.of(
                data(ENTRYPOINTS_AT, paths), data(BUILTINS_AT, "{}"), data(ANSWER_AT, answer))));
  }

  private static byte[] section(int id, List<byte[]> items) {
    byte[] content = join(unsigned(items.size()), join(items.toArray(byte[][]::new)));
    return join(bytes(id), unsigned(content.length), content);
  }

  /** A function of so many numbers that gives one. */
  private static byte[] type(int parameters) {
    byte[] each = new byte[parameters];
    Arrays.fill(each, (byte) I32);
    return join(bytes(0x60, parameters), each, bytes(1, I32));
  }

  private static byte[] export(String name, int function) {
    return join(name(name), bytes(0, function));
  }

  /** With one number of its own, which begins at zero. */
  private static byte[] code(byte[] instructions) {
    byte[] body = join(bytes(1, 1, I32), instructions);
    return join(unsigned(body.length), body);
  }

  private static byte[] data(int at, String text) {
    byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
    return join(bytes(0, CONST, signed(at), END), unsigned(bytes.length), bytes);
  }

  private static byte[] name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(unsigned(bytes.length), bytes);
  }

  /** LEB128. */
  private static byte[] unsigned(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    while (rest >= 0x80) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return out.toByteArray();
  }

  /** Signed LEB128 of a number that is not negative. */
  private static byte[] signed(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    while (rest >= 0x40) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return out.toByteArray();
  }

  /** Numbers as one byte each, arrays as they are. */
  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case byte[] many -> out.writeBytes(many);
        case Character one -> out.write(one);
        case Integer one -> out.write(one);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
