using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>A hosted model on fake time, without events of the file system: its file is polled when the time advances.</summary>
internal sealed class HostedFile : IDisposable
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private static readonly float[] Sequence = [1, 2, 3];

    public HostedFile(
        string file,
        Action<HostedModelOptions>? configure = null,
        ILogger? logger = null,
        Func<FolderWatch, Action, IDisposable>? watchFolder = null,
        string name = "served")
    {
        var options = new HostedModelOptions { ModelFile = file, PollInterval = Poll, ReloadDelay = Delay };
        configure?.Invoke(options);
        Model = new HostedModel(name, options, logger ?? Log, Time, watchFolder ?? ((_, _) => new MemoryStream()));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public LogRecorder Log { get; } = new();

    public HostedModel Model { get; }

    public float Output => Score(Model);

    /// <summary>The output of the model in a file for the sequence of <see cref="Output"/>.</summary>
    public static float Score(byte[] file)
    {
        using var model = RecurrentModel.Load(file);
        var output = new float[1];
        model.Score(Sequence, output);
        return output[0];
    }

    public static float Score(HostedModel model)
    {
        var output = new float[1];
        model.Score(Sequence, output);
        return output[0];
    }

    /// <summary>Lets enough time pass for a change to be noticed and read.</summary>
    public void PassTime()
    {
        Time.Advance(Poll);
        Time.Advance(Delay);
    }

    public void Dispose()
    {
        Model.Dispose();
        Log.Dispose();
    }
}
