using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Tests that a hosted model notices its file however it is replaced, and never reads it before it is complete.</summary>
public sealed class FileSwapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _old = TestFile.Create(TestFile.Forecast(), seed: 1);
    private readonly byte[] _new = TestFile.Create(TestFile.Forecast(), seed: 2);

    public static TheoryData<string> Swaps => [.. FileSwap.All.Keys];

    public static TheoryData<string> SwapsWithEvents => [.. FileSwap.All.Keys.Where(name => name != FileSwap.FolderReplaced)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Swaps))]
    public void Poll_FileSwapped_ReloadsOnce(string swap)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var hosted = new HostedFile(FileSwap.All[swap].LayOut(_folder.Path, _old));
        var reloads = 0;
        hosted.Model.Reloaded += (_, _) => reloads++;
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_old), hosted.Output);

        FileSwap.All[swap].Replace(_folder.Path, _new);
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        hosted.PassTime();
        Assert.Equal(1, reloads);
        Assert.Equal(["Information", "Information"], hosted.Log.TakeAll().Select(line => line.Split(':')[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Poll_NothingChanges_ReadsNothingAndWatchesTheSameFolders(bool refused)
    {
        var file = _folder.Write(_old, "model.onnx");
        var watched = 0;
        using var hosted = new HostedFile(file, watchFolder: (_, _) =>
        {
            watched++;
            return new MemoryStream();
        });
        if (refused)
            _folder.Write("garbage", "model.onnx");
        hosted.PassTime();
        var (status, before) = (hosted.Model.Status, watched);
        Assert.Equal(refused, status.RefusedReason is not null);
        hosted.Log.TakeAll();

        for (var poll = 0; poll < 100; poll++)
            hosted.PassTime();

        // Each reading of the file makes another status.
        Assert.Same(status, hosted.Model.Status);
        Assert.Equal(before, watched);
        Assert.Empty(hosted.Log.TakeAll());
    }

    [Theory]
    [MemberData(nameof(SwapsWithEvents))]
    public async Task Event_FileSwapped_ReloadsWithoutPolling(string swap)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The events of other systems differ.");
        var options = new HostedModelOptions
        {
            ModelFile = FileSwap.All[swap].LayOut(_folder.Path, _old),
            ReloadDelay = TimeSpan.FromMilliseconds(20),
            PollInterval = Timeout.InfiniteTimeSpan,
        };
        using var log = new LogRecorder();
        using var model = new HostedModel("served", options, log, TimeProvider.System);
        var reloaded = new TaskCompletionSource();
        model.Reloaded += (_, _) => reloaded.TrySetResult();

        FileSwap.All[swap].Replace(_folder.Path, _new);
        await Task.WhenAny(reloaded.Task, Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.True(reloaded.Task.IsCompleted, string.Join('\n', [model.Status.RefusedReason, .. log.TakeAll()]));
        Assert.Equal(HostedFile.Score(_new), HostedFile.Score(model));
    }

    [Fact]
    public async Task Event_SwappedAgainAndAgain_FollowsEachLink()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The events of other systems differ.");
        var swap = FileSwap.All["Kubernetes"];
        var options = new HostedModelOptions
        {
            ModelFile = swap.LayOut(_folder.Path, _old),
            ReloadDelay = TimeSpan.FromMilliseconds(20),
            PollInterval = TimeSpan.Zero,
        };
        using var log = new LogRecorder();
        using var model = new HostedModel("served", options, log, TimeProvider.System);
        _ = await log.NextAsync();
        for (var round = 3; round < 7; round++)
        {
            var file = TestFile.Create(TestFile.Forecast(), seed: round);
            Directory.CreateDirectory(_folder[$"..r{round}"]);
            _folder.Write(file, $"..r{round}/model.onnx");
            FileSwap.MoveLink(_folder.Path, "..data", $"..r{round}");
            Assert.Contains("was reloaded", await log.NextAsync(), StringComparison.Ordinal);
            Assert.Equal(HostedFile.Score(file), HostedFile.Score(model));
        }
    }

    [Fact]
    public void Poll_FileWrittenInParts_IsReadWhenItIsComplete()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        using (var stream = new FileStream(_folder["model.onnx"], FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            for (var part = 0; part < 10; part++)
            {
                stream.Write(_new, part * _new.Length / 10, ((part + 1) * _new.Length / 10) - (part * _new.Length / 10));
                stream.Flush();
                hosted.Time.Advance(part == 0 ? HostedFile.Poll : HostedFile.Delay);
                Assert.Equal(HostedFile.Score(_old), hosted.Output);
            }
        }

        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.DoesNotContain(hosted.Log.TakeAll(), line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Null(hosted.Model.Status.RefusedSince);
    }

    [Fact]
    public void Poll_FileLockedByItsWriter_IsReadWhenItIsReleased()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        using (var stream = new FileStream(_folder["model.onnx"], FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(_new);
            stream.Flush();
            for (var round = 0; round < 3; round++)
                hosted.PassTime();
            Assert.Contains("cannot be read", hosted.Model.Status.RefusedReason, StringComparison.Ordinal);
        }

        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.Equal(["Information", "Error", "Information"], hosted.Log.TakeAll().Select(line => line.Split(':')[0]));
    }

    [Fact]
    public void Poll_FileMissing_IsReportedOnceAndReloadsWhenItIsBack()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        File.Delete(_folder["model.onnx"]);
        for (var round = 0; round < 3; round++)
            hosted.PassTime();
        Assert.Equal(
            $"Model file '{_folder["model.onnx"]}' does not exist: train and export a model, or correct the path.",
            hosted.Model.Status.RefusedReason);
        Assert.Equal(2, hosted.Log.TakeAll().Count);

        _folder.Write(_new);
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.Null(hosted.Model.Status.RefusedReason);
    }

    [Fact]
    public void Poll_ContentsUnchanged_DoesNotReload()
    {
        using var hosted = new HostedFile(_folder.Write(_old));
        hosted.Model.Reloaded += (_, _) => Assert.Fail("Nothing changed.");
        var loaded = hosted.Model.Status;
        _folder.Write(_old);
        hosted.PassTime();
        File.Move(_folder.Write(_old, "same"), _folder["model.onnx"], overwrite: true);
        hosted.PassTime();
        Assert.Single(hosted.Log.TakeAll());
        Assert.Equal(loaded, hosted.Model.Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void PollInterval_ZeroOrInfinite_DoesNotPoll(int milliseconds)
    {
        using var hosted = new HostedFile(_folder.Write(_old), options => options.PollInterval = TimeSpan.FromMilliseconds(milliseconds));
        _folder.Write(_new);
        hosted.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HostedFile.Score(_old), hosted.Output);
    }

    [Fact]
    public void Event_Reported_ReloadsAfterTheDelay()
    {
        var changed = new List<Action>();
        using var hosted = new HostedFile(
            _folder.Write(_old),
            options => options.PollInterval = TimeSpan.Zero,
            watchFolder: (_, action) =>
            {
                changed.Add(action);
                return new MemoryStream();
            });
        _folder.Write(_new);
        Assert.Single(changed)();
        hosted.Time.Advance(HostedFile.Delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HostedFile.Score(_old), hosted.Output);
        hosted.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
    }

    [Fact]
    public void Start_EventsNotAvailable_WarnsOnceAndPolls()
    {
        using var hosted = new HostedFile(
            _folder.Write(_old), watchFolder: (_, _) => throw new IOException("The configured user limit (128) has been reached."));
        hosted.PassTime();
        hosted.PassTime();
        _folder.Write(_new);
        hosted.PassTime();
        Assert.Equal(HostedFile.Score(_new), hosted.Output);
        Assert.Equal(
            [
                $"Warning: Changes in folder '{_folder.Path}' cannot be followed for recurrent model 'served'. "
                + "Its file is polled at 00:00:05 instead (zero: never). The configured user limit (128) has been reached.",
                $"Information: Recurrent model 'served' was loaded from '{_folder["model.onnx"]}'.",
                $"Information: Recurrent model 'served' was reloaded from '{_folder["model.onnx"]}'.",
            ],
            hosted.Log.TakeAll());
    }

    [Fact]
    public void Dispose_ChangePending_ReadsNothing()
    {
        var folders = new List<MemoryStream>();
        var hosted = new HostedFile(_folder.Write(_old), watchFolder: (_, _) =>
        {
            folders.Add(new MemoryStream());
            return folders[^1];
        });
        _folder.Write(_new);
        hosted.Time.Advance(HostedFile.Poll);
        hosted.Model.Dispose();
        hosted.PassTime();
        Assert.Single(hosted.Log.TakeAll());
        Assert.All(folders, folder => Assert.False(folder.CanRead));
    }
}
