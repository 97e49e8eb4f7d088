using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>TorchSharp's library for Linux: the original in the package, and the copy in the output folder of these tests.</summary>
internal static class PackagedLibrary
{
    public const string Name = "libLibTorchSharp.so";

    public static string InPackage => Path.Combine(
        typeof(PackagedLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NuGetPackageRoot").Value!,
        "torchsharp", Version, "runtimes", "linux-x64", "native", Name);

    public static string InOutput => Path.Combine(AppContext.BaseDirectory, Name);

    public static string Version => typeof(torch).Assembly.GetName().Version!.ToString(3);

    public static void SkipElsewhere() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
        "Only linux-x64 has the library in the output folder.");
}
