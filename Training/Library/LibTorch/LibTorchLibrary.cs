using System.Runtime.InteropServices;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>Loads LibTorch, TorchSharp's native code.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class LibTorchLibrary
{
    /// <summary>TorchSharp's own native library, which brings in all others.</summary>
    internal const string Name = "LibTorchSharp";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads LibTorch, once a process; whatever uses TorchSharp calls this first.</summary>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; every further call says so again.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Loads LibTorch before a module's base class uses it.</summary>
    /// <returns>The module's name, as given.</returns>
    /// <exception cref="LibTorchLoadException">LibTorch does not load.</exception>
    internal static string EnsureLoadedFor(string module)
    {
        EnsureLoaded();
        return module;
    }

    private static bool Load()
    {
        try
        {
            // TorchSharp, when it loads the library itself, drops the loader's reason and writes a page to the console.
            NativeLibrary.Load(Name, typeof(torch).Assembly, searchPath: null);
            torch.InitializeDeviceType(DeviceType.CPU);
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException
            or NotSupportedException or TypeInitializationException)
        {
            throw new LibTorchLoadException(LibTorchLoadFailure.Explain(exception.GetBaseException().Message), exception);
        }
    }
}
