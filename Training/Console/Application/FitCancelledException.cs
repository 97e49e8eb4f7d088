namespace MlNetRecurrent.Console;

/// <summary>A fit was ended by the user; the message says what is kept, and how to go on.</summary>
internal sealed class FitCancelledException(string message, Exception innerException) : OperationCanceledException(message, innerException);
