using NuGet.Configuration;

namespace MlNetRecurrent.Packages;

/// <summary>A folder with links to the packages in the user's cache, except those of this product.</summary>
internal static class FallbackFolder
{
    /// <summary>Creates the folder.</summary>
    /// <returns>Its path; <see langword="null"/> where links cannot be created, so that packages are downloaded.</returns>
    public static string? Create(string folder, ISettings settings)
    {
        Directory.CreateDirectory(folder);
        var caches = SettingsUtility.GetFallbackPackageFolders(settings).Append(SettingsUtility.GetGlobalPackagesFolder(settings));
        try
        {
            foreach (var package in caches.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
            {
                var name = Path.GetFileName(package);
                if (!PackageSources.IsOurs(name) && !Directory.Exists(Path.Combine(folder, name)))
                    Directory.CreateSymbolicLink(Path.Combine(folder, name), package);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Windows allows links to administrators and developers only.
            return null;
        }

        return folder;
    }
}
