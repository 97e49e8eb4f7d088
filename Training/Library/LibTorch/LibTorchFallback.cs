using System.Runtime.InteropServices;
using System.Runtime.Loader;
using MlNetRecurrent.Training.Build;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>
/// Loads LibTorch in Linux programs that were built without the build step of this package: those that reference this library as a project, scripts
/// and notebooks. On systems with an older libstdc++, a changed copy of libLibTorchSharp.so is loaded.
/// </summary>
internal static class LibTorchFallback
{
    private const string PackagePath = "runtimes/linux-x64/native";

    /// <summary>Loads LibTorch, and makes TorchSharp use it.</summary>
    /// <param name="reason">The message of the system's loader, which did not load it.</param>
    /// <returns>Whether LibTorch was loaded.</returns>
    /// <exception cref="DllNotFoundException">The copy cannot be loaded either.</exception>
    /// <exception cref="InvalidDataException">The library cannot be changed safely.</exception>
    /// <exception cref="IOException">The library cannot be read, or the copy cannot be written.</exception>
    public static bool TryLoad(string reason)
    {
        if (!OperatingSystem.IsLinux() || (LibTorchLoadFailure.FindMendable(reason) ?? FindInPackages()) is not { } path)
            return false;
        if (FindLibTorch(path) is not { } folder)
            return false;
        var bytes = File.ReadAllBytes(path);
        var isChanged = LibTorchSharpFile.Weaken(bytes);

        // The copy finds the other libraries of LibTorch by their names, because they are loaded already.
        NativeLibrary.Load(Path.Combine(folder, "libtorch.so"));
        var handle = isChanged ? LoadCopy(bytes) : NativeLibrary.Load(path);
        NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == LibTorchLibrary.Name ? handle : 0);
        // TorchSharp also asks for its libraries by itself, without that resolver.
        AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) =>
            name == LibTorchLibrary.Name ? handle
            : NativeLibrary.TryLoad(Path.Combine(folder, $"lib{name}.so"), out var library) ? library : 0;
        return true;
    }

    // Scripts and notebooks run with the files of packages where NuGet has put them.
    private static string? FindInPackages()
    {
        if (GetPackageFolder() is not { } package)
            return null;
        var file = Path.Combine(package, PackagePath, $"lib{LibTorchLibrary.Name}.so");
        return File.Exists(file) ? file : null;
    }

    private static string? FindLibTorch(string path)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (File.Exists(Path.Combine(beside, "libtorch.so")))
            return beside;
        var versions = Path.Combine(GetPackageFolder() ?? beside, "..", "..", "libtorch-cpu-linux-x64");
        return !Directory.Exists(versions) ? null : Directory.GetDirectories(versions)
            .Select(version => Path.GetFullPath(Path.Combine(version, PackagePath)))
            .Where(folder => File.Exists(Path.Combine(folder, "libtorch.so")))
            .Order(StringComparer.Ordinal)
            .LastOrDefault();
    }

    // NAME/VERSION/lib/net8.0/TorchSharp.dll; the location is empty in a single-file program.
    private static string? GetPackageFolder() =>
        typeof(torch).Assembly.Location is { Length: > 0 } file ? Path.GetFullPath(Path.Combine(file, "..", "..", "..")) : null;

    // In a folder that only this user can write to; the file is not needed once it is loaded.
    private static nint LoadCopy(byte[] bytes)
    {
        var folder = Directory.CreateTempSubdirectory("mlnetrecurrent-");
        try
        {
            var copy = Path.Combine(folder.FullName, $"lib{LibTorchLibrary.Name}.so");
            File.WriteAllBytes(copy, bytes);
            return NativeLibrary.Load(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
