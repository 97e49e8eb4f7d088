using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class LibTorchLoadFailureTests
{
    private const string Attempts = """
        Unable to load shared library 'LibTorchSharp' or one of its dependencies.
        /app/LibTorchSharp.so: cannot open shared object file: No such file or directory
        """;

    [Theory]
    [InlineData("/lib/libstdc++.so.6: version `GLIBCXX_3.4.33' not found (required by /app/libtorch_cpu.so)",
        "libtorch_cpu.so needs GLIBCXX_3.4.33, which /lib/libstdc++.so.6 does not have: install a newer libstdc++.")]
    [InlineData("/lib/libc.so.6: version `GLIBC_2.34' not found (required by /app/libLibTorchSharp.so)",
        "libLibTorchSharp.so needs GLIBC_2.34, which /lib/libc.so.6 does not have: use a newer release of the Linux distribution.")]
    [InlineData("libgomp.so.1: cannot open shared object file: No such file or directory",
        "LibTorch needs libgomp.so.1, which is not installed: install libgomp (Debian, Ubuntu: libgomp1).")]
    [InlineData("libstdc++.so.6: cannot open shared object file: No such file or directory",
        "LibTorch needs libstdc++.so.6, which is not installed: install libstdc++ (Debian, Ubuntu: libstdc++6).")]
    [InlineData("libother.so.2: cannot open shared object file: No such file or directory",
        "LibTorch needs libother.so.2, which is not installed: install the system package that contains it.")]
    public void Explain_LoaderMessage_StatesWhatToInstall(string line, string sentence)
    {
        PackagedLibrary.SkipElsewhere();

        Assert.Equal(sentence, LibTorchLoadFailure.Explain($"{Attempts}\n{line}\n{Attempts}"));
    }
}
