using System.Runtime.InteropServices;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>Loads LibTorch, the native library of TorchSharp.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class LibTorchLibrary
{
    /// <summary>The native library of TorchSharp, which loads all others.</summary>
    internal const string Name = "LibTorchSharp";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads LibTorch once per process. Call it before any use of TorchSharp.</summary>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; every further call throws again.</exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Loads LibTorch before the base class of a module uses it.</summary>
    /// <returns>The name of the module, for the base constructor.</returns>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded.</exception>
    internal static string EnsureLoadedFor(string module)
    {
        EnsureLoaded();
        return module;
    }

    private static bool Load()
    {
        try
        {
            // When TorchSharp loads the library itself, it discards the loader's message and writes a long text to the console.
            LoadNative();
            torch.InitializeDeviceType(DeviceType.CPU);
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException
            or NotSupportedException or TypeInitializationException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new LibTorchLoadException(LibTorchLoadFailure.Explain(exception.GetBaseException().Message), exception);
        }
    }

    private static void LoadNative()
    {
        try
        {
            NativeLibrary.Load(Name, typeof(torch).Assembly, searchPath: null);
        }
        catch (DllNotFoundException exception)
        {
            if (!LibTorchFallback.TryLoad(exception.Message))
                throw;
        }
    }
}
