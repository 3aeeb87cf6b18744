package dev.hefu.schemas.message;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/** Tells Jackson that a record's component must be there unless its type is nullable. */
final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getDeclaringClass().isRecord()) {
      return !parameter
          .getDeclaringClass()
          .getRecordComponents()[parameter.getIndex()]
          .getAnnotatedType()
          .isAnnotationPresent(Nullable.class);
    }
    return super.hasRequiredMarker(member);
  }
}
