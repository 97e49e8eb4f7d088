using System.Runtime.InteropServices;

namespace MlNetRecurrent.Training;

/// <summary>The heap of the C library, from which LibTorch takes the memory of its tensors.</summary>
/// <remarks>Thread-safe.</remarks>
public static unsafe class NativeHeap
{
    // The parameters of mallopt in glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    // Releases of glibc that limit the threshold refuse the first value and take the second, the largest of a 64-bit process.
    private static readonly int[] MapThresholds = [1 << 30, 32 << 20];

    private static readonly Lazy<bool> Kept = new(RaiseThresholds);

    /// <summary>
    /// Makes the process keep the memory of freed tensors for the next ones. Without it, glibc maps each large tensor into the process and unmaps it
    /// afterwards, and the system clears all of its pages in each training step: up to half of the time of a step.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Call it once, before the first tensor is created. It is a setting of the whole process, and stays until the process ends: what the process
    /// has once used, it does not give back to the system. The command-line tool calls it; in a program of yours, the choice is yours.
    /// </para>
    /// <para>
    /// It raises <c>M_MMAP_THRESHOLD</c> and <c>M_TRIM_THRESHOLD</c> by <c>mallopt</c>. Further calls change nothing. On threads other than the
    /// main one, glibc has separate heaps, and maps tensors of more than 64 MB all the same; with <c>MALLOC_ARENA_MAX=1</c> in the environment of
    /// the program, all threads share the main heap.
    /// </para>
    /// </remarks>
    /// <returns>
    /// Whether the setting is in effect. It exists in glibc only: on Windows, on macOS, and on Linux distributions with another C library, nothing
    /// changes.
    /// </returns>
    public static bool KeepFreedMemory() => Kept.Value;

    private static bool RaiseThresholds()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var program = NativeLibrary.GetMainProgramHandle();
        // Other C libraries may have a function of the name mallopt that does something else.
        if (!NativeLibrary.TryGetExport(program, "gnu_get_libc_version", out _) || !NativeLibrary.TryGetExport(program, "mallopt", out var address))
            return false;
        var mallopt = (delegate* unmanaged<int, int, int>)address;
        return MapThresholds.Any(threshold => mallopt(MapThreshold, threshold) == 1) && mallopt(TrimThreshold, int.MaxValue) == 1;
    }
}
