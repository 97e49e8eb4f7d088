using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A short sine experiment, run twice with the same options in two folders.</summary>
public sealed class SineJobFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal ConsoleRun First { get; private set; } = null!;

    internal ConsoleRun Second { get; private set; } = null!;

    internal string FirstFolder => _folder["first"];

    internal string SecondFolder => _folder["second"];

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        First = await ConsoleRun.StartAsync(cancellation, "--out", FirstFolder, "--epochs", "20", "--hidden", "12");
        Second = await ConsoleRun.StartAsync(cancellation, "--out", SecondFolder, "--epochs", "20", "--hidden", "12");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
