package io.larder.security.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {
  private static final TextRule WORD = TextRule.of(2, 4, "[a-z]*");

  @Test
  void whatIsMissingIsNamedAsTheModelHasIt() {
    assertThat(refusal(() -> Parameters.of(Map.of()).required("RoleArn", WORD)))
        .hasMessage(
            "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint:"
                + " Member must not be null");
  }

  @Test
  void constraintsAreToldInTheServicesWords() {
    Parameters in = Parameters.of(Map.of("A", "x", "B", "xxxxx", "C", "X1", "N", "7"));

    assertThat(refusal(() -> in.required("A", WORD)))
        .hasMessageEndingWith(
            "'a' failed to satisfy constraint: Member must have length greater than or equal to 2");
    assertThat(refusal(() -> in.required("B", WORD)))
        .hasMessageEndingWith("Member must have length less than or equal to 4");
    assertThat(refusal(() -> in.required("C", WORD)))
        .hasMessageEndingWith("Member must satisfy regular expression pattern: [a-z]*");
    assertThat(refusal(() -> in.number("N", 8, 9, 8)))
        .hasMessageEndingWith("Member must have value greater than or equal to 8");
    assertThat(refusal(() -> in.number("N", 1, 6, 1)))
        .hasMessageEndingWith("Member must have value less than or equal to 6");
  }

  @Test
  void listsAreInTheOrderOfTheirNumbersAndMayHaveGaps() {
    Parameters in =
        Parameters.of(
            Map.of(
                "L.member.10", "ten",
                "L.member.2", "two",
                "S.member.3.Key", "kk",
                "S.member.3.Value", "vv",
                "S.member.1.Key", "aa",
                "Empty", ""));

    assertThat(in.texts("L", 10, WORD)).containsExactly("two", "ten");
    assertThat(in.structures("S", 10))
        .extracting(member -> member.value("Key"))
        .containsExactly("aa", "kk");
    assertThat(in.texts("Empty", 10, WORD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"L.member.0", "L.member.x", "L.member.", "L.member.-1", "L.member.1234567"})
  void aMemberWithoutANumberIsRefused(String name) {
    Parameters in = Parameters.of(Map.of(name, "xx"));

    assertThat(refusal(() -> in.texts("L", 10, WORD)).code()).isEqualTo("MalformedInput");
  }

  @Test
  void aListHasABound() {
    Parameters in = Parameters.of(Map.of("L.member.1", "aa", "L.member.2", "bb"));

    assertThat(refusal(() -> in.texts("L", 1, WORD)).code()).isEqualTo("ValidationError");
  }

  @Test
  void aListOfStructuresIsNoneOfTexts() {
    Parameters in = Parameters.of(Map.of("L.member.1.Key", "aa"));

    assertThat(refusal(() -> in.texts("L", 1, WORD)).code()).isEqualTo("ValidationError");
  }

  @Test
  void flagsAndNumbersMustBeSome() {
    Parameters in = Parameters.of(Map.of("F", "yes", "N", "1e3", "T", "true"));

    assertThat(refusal(() -> in.flag("F", false)).code()).isEqualTo("MalformedInput");
    assertThat(refusal(() -> in.number("N", 1, 5000, 1)).code()).isEqualTo("MalformedInput");
    assertThat(List.of(in.flag("T", false), in.flag("None", true))).containsOnly(true);
  }

  private static QueryException refusal(ThrowingCallable call) {
    return catchThrowableOfType(QueryException.class, call);
  }
}
