namespace MlNetRecurrent.Packages;

/// <summary>One thing that a user does with the packages.</summary>
/// <param name="Name">The name, which <c>--only</c> selects by a part of it.</param>
/// <param name="RunAsync">Runs the case; the result is a remark for its line, such as a size or an output.</param>
internal sealed record InstallCase(string Name, Func<Task<string>> RunAsync);
