package io.miso.app.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A name on the command line, which must not be empty. */
final class NameArgument implements ITypeConverter<String> {
  @Override
  public String convert(String argument) {
    if (argument.isEmpty()) {
      throw new TypeConversionException("must not be empty");
    }
    return argument;
  }
}
