namespace MlNetRecurrent.Console;

/// <summary>The user input is invalid. The message names the option or file and states what is expected.</summary>
internal sealed class UserInputException(string message, Exception? innerException = null) : Exception(message, innerException);
