using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class EntryChecksumTests : IDisposable
{
    // echo -n abc | sha256sum
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> DamagedTexts => new()
    {
        "",
        $"{HashOfAbc}  0001.onnx\n",
        $"# MlNetRecurrent model history, version 1, 3 bytes\n{HashOfAbc}  0002.onnx\n",
        $"# MlNetRecurrent model history, version 1, 3 bytes\n{HashOfAbc[1..]}  0001.onnx\n",
        $"# MlNetRecurrent model history, version 1, 3 bytes\n",
        $"# MlNetRecurrent model history, version 1, 3 bytes\n{HashOfAbc}  0001.onnx\n{HashOfAbc}  0001.onnx\n",
    };

    private string Entry => _folder["0001.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_Entry_IsInTheFormatOfSha256sum()
    {
        var text = System.Text.Encoding.UTF8.GetString(EntryChecksum.Create(Entry, "abc"u8));

        Assert.Equal($"# MlNetRecurrent model history, version 1, 3 bytes\n{HashOfAbc}  0001.onnx\n", text);
    }

    [Fact]
    public async Task Create_Entry_IsCheckedBySha256sum()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sha256sum is a command of Linux.");
        Write("abc"u8, EntryChecksum.Create(Entry, "abc"u8));

        using var process = Process.Start(new ProcessStartInfo("sha256sum", ["--strict", "-c", "0001.onnx.sha256"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        })!;

        Assert.Equal("0001.onnx: OK\n", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Verify_Intact_IsTrue()
    {
        var checksum = EntryChecksum.Create(Entry, "abc"u8);
        Write("abc"u8, checksum);
        Assert.True(EntryChecksum.Verify(Entry, "abc"u8));

        // As an editor on Windows saves it.
        Write("abc"u8, System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(checksum).ReplaceLineEndings("\r\n")));
        Assert.True(EntryChecksum.Verify(Entry, "abc"u8));
    }

    [Fact]
    public void Verify_NoChecksum_IsFalse() => Assert.False(EntryChecksum.Verify(Entry, "abc"u8));

    [Fact]
    public void Verify_EveryChangedBit_Throws()
    {
        var checksum = EntryChecksum.Create(Entry, "abc"u8);
        for (var bit = 0; bit < 24; bit++)
        {
            var bytes = "abc"u8.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Write(bytes, checksum);
            var exception = Assert.Throws<RecurrentModelException>(() => EntryChecksum.Verify(Entry, bytes));
            Assert.Equal($"'{Entry}' is damaged: its SHA-256 is not the one in '{Entry}.sha256'. Restore it from a backup.", exception.Message);
        }
    }

    [Theory]
    [InlineData("ab", 2)]
    [InlineData("", 0)]
    [InlineData("abcd", 4)]
    public void Verify_AnotherLength_Throws(string text, int length)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Write(bytes, EntryChecksum.Create(Entry, "abc"u8));

        var exception = Assert.Throws<RecurrentModelException>(() => EntryChecksum.Verify(Entry, bytes));

        Assert.Equal(
            $"'{Entry}' is damaged: it has {length} bytes, and had 3 when it was saved. Restore it from a backup.", exception.Message);
    }

    [Theory]
    [MemberData(nameof(DamagedTexts))]
    public void Verify_DamagedChecksum_Throws(string text)
    {
        Write("abc"u8, System.Text.Encoding.UTF8.GetBytes(text));

        var exception = Assert.Throws<RecurrentModelException>(() => EntryChecksum.Verify(Entry, "abc"u8));

        Assert.Equal(
            $"'{Entry}.sha256' is damaged: it does not contain the length and the SHA-256 of '{Entry}'. "
            + "If you know that the model is intact, delete the damaged file.",
            exception.Message);
    }

    [Theory]
    [InlineData("folder", "it is a folder, expected a regular file.")]
    [InlineData("pipe", "it is a pipe, expected a regular file.")]
    [InlineData("device", "it is a device, expected a regular file.")]
    [InlineData("link", "Could not find file *")]
    public async Task Verify_ChecksumIsNotAFile_ThrowsAtOnce(string kind, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is known on Linux.");
        var file = $"{Entry}.sha256";
        if (kind == "folder")
            Directory.CreateDirectory(file);
        else if (kind == "pipe")
            await Process.Start("mkfifo", [file])!.WaitForExitAsync(TestContext.Current.CancellationToken);
        else
            File.CreateSymbolicLink(file, kind == "device" ? "/dev/zero" : "missing");

        var exception = Assert.Throws<IOException>(() => EntryChecksum.Verify(Entry, "abc"u8));

        Assert.StartsWith($"Checksum file '{file}' cannot be read: {reason.TrimEnd('*')}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NewerVersion_Throws()
    {
        Write("abc"u8, System.Text.Encoding.UTF8.GetBytes($"# MlNetRecurrent model history, version 2, 3 bytes\n{HashOfAbc}  0001.onnx\n"));

        var exception = Assert.Throws<RecurrentModelException>(() => EntryChecksum.Verify(Entry, "abc"u8));

        Assert.Equal($"'{Entry}.sha256' has version 2, expected 1: it was written by a newer version of MlNetRecurrent.", exception.Message);
    }

    private void Write(ReadOnlySpan<byte> bytes, byte[] checksum)
    {
        File.WriteAllBytes(Entry, bytes.ToArray());
        File.WriteAllBytes($"{Entry}.sha256", checksum);
    }
}
