using System.Diagnostics;
using System.Runtime.Versioning;
using MlNetRecurrent.Files;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private const string NotAFile = "expected the path of a file. Write to a file, and copy it from there.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_MissingFolders_CreatesThem()
    {
        AtomicFile.Write(_folder["a/b/c.txt"], [1]);

        Assert.Equal(["a", "a/b", "a/b/c.txt"], _folder.Entries);
        Assert.Equal([1], File.ReadAllBytes(_folder["a/b/c.txt"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Write_EmptyPath_IsRefused(string path) => Assert.Throws<ArgumentException>(nameof(path), () => AtomicFile.Write(path, [1]));

    // Found by its kind, before anything is opened: nothing here could change the device, even if the check were missing in what follows.
    [Theory]
    [InlineData("/dev/null", "it is a device")]
    [InlineData("/dev/zero", "it is a device")]
    [InlineData("/proc/self/fd/../../../dev/full", "it is a device")]
    public void Find_Device_IsRefused(string path, string problem)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");

        Assert.Equal($"{problem}, {NotAFile}", Assert.Throws<IOException>(() => WriteTarget.Find(path)).Message);
        File.CreateSymbolicLink(_folder["link"], path);
        File.CreateSymbolicLink(_folder["chain"], "link");
        Assert.Equal($"{problem}, {NotAFile}", Assert.Throws<IOException>(() => WriteTarget.Find(_folder["chain"])).Message);
    }

    [Fact]
    public void Find_OpenStreamOfAProcess_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists open streams in /proc.");
        using var stream = new FileStream(_folder["open"], FileMode.CreateNew);
        var path = $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}";
        File.CreateSymbolicLink(_folder["link"], path);

        foreach (var name in new[] { path, _folder["link"] })
        {
            var exception = Assert.Throws<IOException>(() => WriteTarget.Find(name));
            Assert.Equal($"it is an open stream of a process, {NotAFile}", exception.Message);
        }
    }

    [Fact]
    public void Write_Pipe_IsRefusedAndLeftInPlace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        Process.Start("mkfifo", [_folder["pipe"]])!.WaitForExit();
        File.CreateSymbolicLink(_folder["link"], "pipe");

        foreach (var name in new[] { "pipe", "link" })
            Assert.Equal($"File '{_folder[name]}' cannot be written: it is a pipe, {NotAFile}", Refuse(_folder[name]));
        Assert.Equal(FileKind.Pipe, FileStatus.Find(_folder["pipe"])!.Kind);
        Assert.Equal(["link", "pipe"], _folder.Entries);
    }

    [Fact]
    public void Write_Folder_IsRefused()
    {
        Directory.CreateDirectory(_folder["d"]);
        File.CreateSymbolicLink(_folder["link"], "d");

        foreach (var path in new[] { _folder["d"], _folder["link"], _folder["d/"], _folder["link/."] })
            Assert.Equal($"File '{path}' cannot be written: it is a folder, expected the path of a file.", Refuse(path));
        Assert.Equal(["d", "link"], _folder.Entries);
    }

    [Theory]
    [InlineData("target.txt", true)]
    [InlineData("target.txt", false)]
    [InlineData("ABSOLUTE/target.txt", true)]
    [InlineData("ABSOLUTE/target.txt", false)]
    [InlineData("sub/../sub/target.txt", true)]
    [InlineData("second", true)]
    [InlineData("second", false)]
    [InlineData("missing/target.txt", false)]
    public void Write_Link_ReplacesOrCreatesItsTarget(string target, bool isPresent)
    {
        Directory.CreateDirectory(_folder["sub"]);
        target = target.Replace("ABSOLUTE", _folder.Path, StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder["link"], target);
        var final = Path.Combine(_folder.Path, target == "second" ? "sub/third" : target);
        if (target == "second")
            File.CreateSymbolicLink(_folder["second"], "sub/third");
        if (isPresent)
            File.WriteAllBytes(final, [0]);

        AtomicFile.Write(_folder["link"], [1, 2]);

        Assert.Equal(target, new FileInfo(_folder["link"]).LinkTarget);
        Assert.Null(new FileInfo(final).LinkTarget);
        Assert.Equal([1, 2], File.ReadAllBytes(final));
        Assert.DoesNotContain(_folder.Entries, entry => entry.EndsWith(".partial", StringComparison.Ordinal));
    }

    // As text, 'link/../x' is 'x'; for the operating system it is beside the target of the link.
    [Fact]
    public void Write_RelativeLinkInLinkedFolder_IsResolvedFromTheRealFolder()
    {
        Directory.CreateDirectory(_folder["real/deep"]);
        File.CreateSymbolicLink(_folder["alias"], "real/deep");
        File.CreateSymbolicLink(_folder["real/deep/current"], "../model.onnx");
        File.CreateSymbolicLink(_folder["direct"], "alias/../model.onnx");

        AtomicFile.Write(_folder["alias/current"], [1]);
        Assert.Equal([1], File.ReadAllBytes(_folder["real/model.onnx"]));
        AtomicFile.Write(_folder["direct"], [2]);

        Assert.Equal([2], File.ReadAllBytes(_folder["real/model.onnx"]));
        Assert.Equal(["deep", "model.onnx"], Directory.EnumerateFileSystemEntries(_folder["real"]).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("file", "a file")]
    [InlineData("link", "a link to no folder")]
    [InlineData("pipe", "a pipe")]
    public async Task Write_FolderIsNone_SaysWhatItIs(string kind, string what)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        var path = _folder["f"];
        if (kind == "file")
            _folder.Write([0], "f");
        else if (kind == "link")
            File.CreateSymbolicLink(path, "missing");
        else
            await Process.Start("mkfifo", [path])!.WaitForExitAsync(TestContext.Current.CancellationToken);

        foreach (var name in new[] { "f/m.onnx", "f/deep/m.onnx" })
            Assert.Equal($"File '{_folder[name]}' cannot be written: '{path}' is {what}, expected a folder.", Refuse(_folder[name]));
        Assert.Equal(["f"], _folder.Entries);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("dangling")]
    public void TryWriteNew_PathIsTaken_ChangesNothing(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links require a privilege on Windows.");
        var path = _folder["f"];
        _folder.Write([7], "other");
        if (kind == "file")
            _folder.Write([7], "f");
        else if (kind == "folder")
            Directory.CreateDirectory(path);
        else
            File.CreateSymbolicLink(path, kind == "link" ? "other" : "missing");

        Assert.False(AtomicFile.TryWriteNew(path, [1]));

        Assert.Equal(["f", "other"], _folder.Entries);
        Assert.Equal([7], File.ReadAllBytes(_folder["other"]));
        Assert.True(kind != "file" || File.ReadAllBytes(path) is [7]);
    }

    [Fact]
    public void TryWriteNew_ManyWriters_OneWritesEachPath()
    {
        var written = new int[20];

        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, writer =>
        {
            for (var number = 0; number < written.Length; number++)
            {
                if (AtomicFile.TryWriteNew(_folder[$"new/{number:00}"], [(byte)writer]))
                    Interlocked.Increment(ref written[number]);
            }
        });

        Assert.All(written, count => Assert.Equal(1, count));
        Assert.Equal(written.Length + 1, _folder.Entries.Count());
    }

    [Fact]
    public void Write_LinksInACircle_AreRefused()
    {
        File.CreateSymbolicLink(_folder["a"], "b");
        File.CreateSymbolicLink(_folder["b"], "a");
        File.CreateSymbolicLink(_folder["self"], "self");

        foreach (var name in new[] { "a", "self" })
            Assert.Equal($"File '{_folder[name]}' cannot be written: its links lead in a circle.", Refuse(_folder[name]));
        Assert.Equal(["a", "b", "self"], _folder.Entries);
    }

    [Theory, UnsupportedOSPlatform("windows")]
    [InlineData(0b110_000_000)]
    [InlineData(0b110_100_100)]
    [InlineData(0b111_111_101)]
    [InlineData(0b010_010_000)]
    public void Write_ExistingFile_KeepsItsMode(int mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        File.WriteAllBytes(_folder["f"], [0]);
        File.SetUnixFileMode(_folder["f"], (UnixFileMode)mode);

        AtomicFile.Write(_folder["f"], [1]);

        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(_folder["f"]));
        Assert.Equal([1], File.ReadAllBytes(_folder["f"]));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public void Write_NewFile_HasTheModeOfNewFiles()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        File.WriteAllBytes(_folder["plain"], []);

        AtomicFile.Write(_folder["f"], [1]);

        Assert.Equal(File.GetUnixFileMode(_folder["plain"]), File.GetUnixFileMode(_folder["f"]));
    }

    [Fact]
    public void Write_FileOfAnotherUser_KeepsTheOwner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may give files away.");
        File.WriteAllBytes(_folder["f"], [0]);
        Process.Start("chown", ["1234:4321", _folder["f"]])!.WaitForExit();

        AtomicFile.Write(_folder["f"], [1]);

        Assert.Equal((1234u, 4321u), FileStatus.Find(_folder["f"])!.Owner);
    }

    [Fact]
    public void Write_ReadOnlyFile_IsRefusedUnlessTheUserMayWriteToIt()
    {
        File.WriteAllBytes(_folder["f"], [0]);
        new FileInfo(_folder["f"]).IsReadOnly = true;

        // Modes do not bind root.
        var mayWrite = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();
        if (mayWrite)
            AtomicFile.Write(_folder["f"], [1]);
        else
            Assert.Contains("read-only", Refuse(_folder["f"]), StringComparison.Ordinal);

        Assert.Equal([(byte)(mayWrite ? 1 : 0)], File.ReadAllBytes(_folder["f"]));
        Assert.True(new FileInfo(_folder["f"]).IsReadOnly);
        Assert.Equal(["f"], _folder.Entries);
        new FileInfo(_folder["f"]).IsReadOnly = false;
    }

    [Fact]
    public void Write_NameTooLong_IsRefusedBeforeAnythingIsWritten()
    {
        var path = _folder[new string('x', 300)];

        Assert.StartsWith($"File '{path}' cannot be written: ", Refuse(path), StringComparison.Ordinal);
        Assert.Throws<PathTooLongException>(() => WriteTarget.Find(path));
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Write_FileInPlaceOfTheFolder_IsRefused()
    {
        File.WriteAllBytes(_folder["f"], [0]);

        Assert.StartsWith($"File '{_folder["f/g"]}' cannot be written: ", Refuse(_folder["f/g"]), StringComparison.Ordinal);
        Assert.Equal([0], File.ReadAllBytes(_folder["f"]));
    }

    [Fact]
    public void Write_HardLink_LeavesTheOtherNameUnchanged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses ln.");
        File.WriteAllBytes(_folder["a"], [0]);
        Process.Start("ln", [_folder["a"], _folder["b"]])!.WaitForExit();

        AtomicFile.Write(_folder["b"], [1]);

        Assert.Equal([0], File.ReadAllBytes(_folder["a"]));
        Assert.Equal([1], File.ReadAllBytes(_folder["b"]));
    }

    [Fact]
    public void Flush_FolderThatCannotBeOpened_IsIgnored()
    {
        DurableFolder.Flush(_folder["missing"]);
        DurableFolder.Flush(_folder.Path);
    }

    private static string Refuse(string path) => Assert.Throws<IOException>(() => AtomicFile.Write(path, [9])).Message;
}
