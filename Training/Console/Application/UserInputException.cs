namespace MlNetRecurrent.Console;

/// <summary>The user's input is wrong; the message names the option or file and what was expected.</summary>
internal sealed class UserInputException(string message, Exception? innerException = null) : Exception(message, innerException);
