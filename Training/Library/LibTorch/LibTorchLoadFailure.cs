using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>Explains why LibTorch cannot be loaded, and what to do about it, from the message of the system's loader.</summary>
/// <remarks>The loader tries several file names and reports on each, so its message is searched for known patterns.</remarks>
internal static partial class LibTorchLoadFailure
{
    /// <summary>The version required by libLibTorchSharp.so if neither the build step of this package nor this library changed it.</summary>
    private const string MendableVersion = "GLIBCXX_3.4.32";

    private static string Platform => (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "-x64"
        : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-other");

    private static string FileName => OperatingSystem.IsWindows() ? $"{LibTorchLibrary.Name}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{LibTorchLibrary.Name}.dylib" : $"lib{LibTorchLibrary.Name}.so";

    /// <summary>Returns a message that states what is missing and what to install.</summary>
    /// <param name="reason">The loader's message.</param>
    internal static string Explain(string reason)
    {
        if (Platform is not ("linux-x64" or "win-x64" or "osx-arm64"))
            return $"LibTorch is not available for {Platform}, the platform of this process: train on linux-x64, win-x64 or osx-arm64.";

        if (MissingVersion().Match(reason) is { Success: true } version)
            return ExplainVersion(version.Groups["version"].Value, version.Groups["user"].Value, version.Groups["owner"].Value);

        foreach (Match library in MissingLibrary().Matches(reason))
        {
            var name = library.Groups["name"].Value;
            if (!name.Contains(LibTorchLibrary.Name, StringComparison.Ordinal))
                return PartOfLibTorch().IsMatch(name) ? ExplainMissingFile(name) : ExplainMissingLibrary(name);
        }

        if (!IsDeployed(FileName))
            return ExplainMissingFile(FileName);

        // On Windows the message does not name the missing library.
        if (OperatingSystem.IsWindows() && !IsDeployed("torch_cpu.dll"))
            return ExplainMissingFile("torch_cpu.dll");
        if (OperatingSystem.IsWindows())
            return $"{FileName} or a library that it needs cannot be loaded: install the Microsoft Visual C++ Redistributable for x64.";

        return $"{FileName} cannot be loaded: {SelectReason(reason)}. Restore package {TorchSharpPackage()} again and rebuild.";
    }

    /// <summary>Returns the path of TorchSharp's library if it requires a version that a change of its file makes optional; otherwise null.</summary>
    /// <param name="reason">The loader's message.</param>
    internal static string? FindMendable(string reason) =>
        MissingVersion().Matches(reason).Where(match => match.Groups["version"].Value == MendableVersion)
            .Select(match => match.Groups["user"].Value)
            .FirstOrDefault(user => Path.GetFileName(user) == FileName);

    private static string ExplainVersion(string version, string user, string owner)
    {
        var install = version switch
        {
            MendableVersion => "install the libstdc++ of GCC 13.2 or later",
            _ when owner.Contains("libstdc++", StringComparison.Ordinal) => "install a newer libstdc++",
            _ => "use a newer release of the Linux distribution",
        };
        return $"{Path.GetFileName(user)} needs {version}, which {owner} does not have: {install}.";
    }

    private static string ExplainMissingFile(string file) =>
        $"{file} is missing from the program's files: reference package {TorchSharpPackage()} and build or publish for {Platform}.";

    private static string ExplainMissingLibrary(string library) => library switch
    {
        "libgomp.so.1" => $"LibTorch needs {library}, which is not installed: install libgomp (Debian, Ubuntu: libgomp1).",
        "libstdc++.so.6" => $"LibTorch needs {library}, which is not installed: install libstdc++ (Debian, Ubuntu: libstdc++6).",
        _ => $"LibTorch needs {library}, which is not installed: install the system package that contains it.",
    };

    // torch.__version__ would load LibTorch.
    private static string TorchSharpPackage() => $"TorchSharp-cpu {typeof(torch).Assembly.GetName().Version?.ToString(3)}";

    private static bool IsDeployed(string file)
    {
        var folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return folders.Split(Path.PathSeparator).Append(AppContext.BaseDirectory).Any(folder => File.Exists(Path.Combine(folder, file)));
    }

    /// <summary>Selects the line about the file itself, not about names under which it does not exist.</summary>
    private static string SelectReason(string reason)
    {
        var lines = reason.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.FirstOrDefault(line => line.Contains($"{FileName}:", StringComparison.Ordinal)
            && !line.Contains("cannot open shared object file", StringComparison.Ordinal));
        return (line ?? lines.First()).TrimEnd('.');
    }

    [GeneratedRegex(@"(?<owner>\S+): version `(?<version>[^']+)' not found \(required by (?<user>[^)]+)\)")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"(?<name>[^\s/]+): cannot open shared object file")]
    private static partial Regex MissingLibrary();

    [GeneratedRegex("^lib(torch|c10|shm|gomp-)")]
    private static partial Regex PartOfLibTorch();
}
