namespace MlNetRecurrent.Console;

/// <summary>Calls the library with user options and reports the ones that it rejects as user errors.</summary>
internal static class LibraryCall
{
    /// <summary>Calls the library.</summary>
    /// <exception cref="UserInputException">An option is out of range, or cannot be combined with another.</exception>
    public static T Run<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(exception.Message, exception);
        }
    }
}
