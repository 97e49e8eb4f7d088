namespace MlNetRecurrent.Console;

/// <summary>The user canceled training. The message states what was kept and how to continue.</summary>
internal sealed class FitCanceledException(string message, Exception innerException) : OperationCanceledException(message, innerException);
