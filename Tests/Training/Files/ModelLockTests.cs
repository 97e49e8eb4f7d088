using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ModelLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> LeftBehind => new()
    {
        "",
        LockOwner.Header[..5],
        new LockOwner("1", "another-machine", "someone", "retrain", "2020-01-01 00:00:00 UTC").ToText(),
        // The number of a process that runs: numbers are used again.
        LockOwner.CreateCurrent("retrain").ToText(),
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Acquire_LockedFile_SaysWhoHoldsItAndSinceWhen()
    {
        var path = _folder.Write([1], "m.onnx");
        using var held = ModelLock.Acquire(path, "retrain");

        var exception = Assert.Throws<IOException>(() => ModelLock.Acquire(path, "rollback"));

        var owner = $"process {Environment.ProcessId} on machine '{Environment.MachineName}' (user '{Environment.UserName}', command 'retrain')";
        Assert.Matches(
            $"^{Regex.Escape($"Model file '{path}' is being changed by another process: {owner} has been using it since ")}"
            + @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Nothing was changed: try again when it has ended\.$",
            exception.Message);
    }

    [Fact]
    public void Dispose_LockedFile_LeavesNothingBehindAndCanBeLockedAgain()
    {
        var path = _folder.Write([1], "m.onnx");
        for (var round = 0; round < 3; round++)
        {
            using var held = ModelLock.Acquire(path, "retrain");
            Assert.Equal(["m.onnx", "m.onnx.lock"], _folder.Entries);
        }

        Assert.Equal(["m.onnx"], _folder.Entries);
    }

    [Theory]
    [MemberData(nameof(LeftBehind))]
    public void Acquire_LockFileOfAKilledProcess_IsTakenOver(string text)
    {
        var path = _folder.Write([1], "m.onnx");
        _folder.Write(text, "m.onnx.lock");

        using (ModelLock.Acquire(path, "retrain"))
            Assert.Throws<IOException>(() => ModelLock.Acquire(path, "rollback"));

        Assert.Equal(["m.onnx"], _folder.Entries);
    }

    [Theory]
    [InlineData("link.onnx")]
    [InlineData("chain.onnx")]
    [InlineData("folder-link/m.onnx")]
    [InlineData("folder-link/back.onnx")]
    [InlineData("./releases/../releases/1/m.onnx")]
    public void Acquire_AnotherPathOfTheSameModel_IsLocked(string other)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        Directory.CreateDirectory(_folder["releases/1"]);
        var path = _folder.Write([1], "releases/1/m.onnx");
        File.CreateSymbolicLink(_folder["link.onnx"], "releases/1/m.onnx");
        File.CreateSymbolicLink(_folder["chain.onnx"], _folder["link.onnx"]);
        Directory.CreateSymbolicLink(_folder["folder-link"], "releases/1");
        File.CreateSymbolicLink(_folder["releases/1/back.onnx"], "../1/m.onnx");

        using (ModelLock.Acquire(path, "retrain"))
            Assert.Throws<IOException>(() => ModelLock.Acquire(_folder[other], "retrain"));
        using (ModelLock.Acquire(_folder[other], "retrain"))
            Assert.Throws<IOException>(() => ModelLock.Acquire(path, "retrain"));
    }

    [Fact]
    public void Acquire_CycleOfLinks_Throws()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        File.CreateSymbolicLink(_folder["a.onnx"], "b.onnx");
        File.CreateSymbolicLink(_folder["b.onnx"], "a.onnx");

        Assert.Throws<IOException>(() => ModelLock.Acquire(_folder["a.onnx"], "train"));
    }

    [Fact]
    public void Acquire_FileOfAnotherProgram_ThrowsAndKeepsIt()
    {
        var path = _folder.Write([1], "m.onnx");
        _folder.Write("the user's own notes", "m.onnx.lock");

        var exception = Assert.Throws<IOException>(() => ModelLock.Acquire(path, "retrain"));

        Assert.Equal(
            $"File '{path}' cannot be written: '{path}.lock' is a file of another program, expected a lock file: rename it.",
            exception.Message);
        Assert.Equal("the user's own notes", File.ReadAllText($"{path}.lock"));
    }

    [Fact]
    public void Acquire_LinkInThePlaceOfTheLockFile_ThrowsAndKeepsItsTarget()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        var path = _folder.Write([1], "m.onnx");
        File.CreateSymbolicLink($"{path}.lock", _folder.Write([2], "other"));

        var exception = Assert.Throws<IOException>(() => ModelLock.Acquire(path, "retrain"));

        Assert.EndsWith($"'{path}.lock' is a symbolic link, expected a lock file: remove it.", exception.Message, StringComparison.Ordinal);
        Assert.Equal([2], File.ReadAllBytes(_folder["other"]));
    }

    [Theory]
    [InlineData("p")]
    [InlineData("d")]
    public void Acquire_PipeOrFolder_ThrowsWithoutALockFile(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        var path = _folder["m.onnx"];
        Process.Start(kind == "p" ? "mkfifo" : "mkdir", path).WaitForExit();

        var exception = Assert.Throws<IOException>(() => ModelLock.Acquire(path, "train"));

        Assert.Equal($"File '{path}' cannot be written: it is a {(kind == "p" ? "pipe" : "folder")}, expected a regular file.", exception.Message);
        Assert.Equal(["m.onnx"], _folder.Entries);
        Assert.Throws<RecurrentModelException>(() => ModelLock.AcquireExisting(path, "retrain"));
    }

    [Theory]
    [InlineData("x", 250)]
    [InlineData("ü", 125)]
    public void Acquire_NameOfMaximumLength_IsLocked(string letter, int count)
    {
        var path = _folder.Write([1], $"{string.Concat(Enumerable.Repeat(letter, count))}.onnx");

        using var held = ModelLock.Acquire(path, "retrain");

        Assert.Throws<IOException>(() => ModelLock.Acquire(path, "retrain"));
    }

    [Fact]
    public void AcquireExisting_MissingFile_ThrowsAsReading()
    {
        var exception = Assert.Throws<RecurrentModelException>(() => ModelLock.AcquireExisting(_folder["none.onnx"], "retrain"));

        Assert.Equal($"Model file '{_folder["none.onnx"]}' does not exist: train and export a model, or correct the path.", exception.Message);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public async Task Acquire_ManyThreads_NeverHoldTheLockTogether()
    {
        var path = _folder.Write([1], "m.onnx");
        var (holders, most, total) = (0, 0, 0);

        // The lock file is deleted and created again all the time, while others have opened it.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 40; round++)
                {
                    using var held = ModelLock.Acquire(path, "save", TimeSpan.FromSeconds(60));
                    most = Math.Max(most, Interlocked.Increment(ref holders));
                    Thread.Yield();
                    total++;
                    Interlocked.Decrement(ref holders);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal((1, 240), (most, total));
        Assert.Equal(["m.onnx"], _folder.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryLock_PreviousOwnerDeletesTheFileMeanwhile_LocksTheFileInItsPlace(bool isReplaced)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete open files.");
        var (path, owner, attempts) = (_folder["m.onnx.lock"], LockOwner.CreateCurrent("retrain"), 0);

        // Between opening and locking the file.
        using var held = LockFile.TryLock(path, owner, file =>
        {
            if (++attempts == 1)
            {
                File.Delete(path);
                if (isReplaced)
                    File.WriteAllText(path, LockOwner.CreateCurrent("train").ToText());
            }

            return FileLocking.TryLock(file);
        });

        Assert.Equal(2, attempts);
        Assert.NotNull(held);
        Assert.Null(LockFile.TryLock(path, LockOwner.CreateCurrent("rollback")));
    }

    [Fact]
    public void TryLock_FileSystemWithoutLocks_LocksByAFileThatMustNotExist()
    {
        var (path, owner) = (_folder["m.onnx.lock"], LockOwner.CreateCurrent("retrain"));
        using (LockFile.TryLock(path, owner, _ => null))
        {
            Assert.Equal($"{path}ed", LockFile.FindMarker(path));
            Assert.Equal(owner.ToText(), File.ReadAllText($"{path}ed"));
        }

        Assert.Empty(_folder.Entries);
        _folder.Write(owner.ToText(), "m.onnx.locked");
        Assert.Null(LockFile.TryLock(path, owner, _ => null));
    }

    [Fact]
    public void ReadOwner_HostileText_IsPrintable()
    {
        // As another program writes it.
        var text = new LockOwner("1", "red", "a", "retrain", "now").ToText().Replace("red", "\u001b[31mred", StringComparison.Ordinal)
            + "process: 2\nmachine: \u001b]0;title\u0007\n";
        _folder.Write(text, "lock");
        Assert.Null(LockOwner.Parse($"\ufeff{text}"));

        var owner = LockFile.ReadOwner(_folder["lock"])!.ToString();

        Assert.Equal("process 1 on machine '\\u001b[31mred' (user 'a', command 'retrain') has been using it since now", owner);
        Assert.DoesNotContain(owner, char.IsControl);
    }
}
