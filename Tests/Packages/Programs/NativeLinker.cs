namespace MlNetRecurrent.Packages;

/// <summary>The C linker that native builds need.</summary>
internal static class NativeLinker
{
    /// <summary>Returns the properties with which a project uses the linker.</summary>
    /// <exception cref="CaseSkippedException">There is no linker with zlib on this machine.</exception>
    public static async Task<IReadOnlyList<(string Name, string Value)>> FindAsync(Sandbox sandbox)
    {
        // The linkers of Windows and macOS are found by the SDK.
        if (!OperatingSystem.IsLinux())
            return [];

        var folder = sandbox.CreateFolder("linker");
        File.WriteAllText(Path.Combine(folder, "main.c"), "int main(void) { return 0; }\n");
        foreach (var compiler in new[] { "clang", "gcc" })
        {
            if (await LinksAsync(sandbox, folder, compiler))
                return [("CppCompilerAndLinker", compiler)];
        }

        throw new CaseSkippedException("there is no C linker with zlib here (apt-get install -y clang zlib1g-dev)");
    }

    private static async Task<bool> LinksAsync(Sandbox sandbox, string folder, string compiler)
    {
        try
        {
            return (await sandbox.RunAsync(folder, compiler, "main.c", "-lz", "-o", "linked")).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
