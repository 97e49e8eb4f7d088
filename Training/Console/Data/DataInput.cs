namespace MlNetRecurrent.Console;

/// <summary>A file that a command takes its rows from.</summary>
/// <param name="Name">The name in messages, such as <c>option --data</c>.</param>
/// <param name="Path">The path.</param>
internal sealed record DataInput(string Name, string Path);
