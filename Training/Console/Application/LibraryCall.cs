namespace MlNetRecurrent.Console;

/// <summary>Calls the library with what the user asked for: options that it refuses are the user's.</summary>
internal static class LibraryCall
{
    /// <summary>Calls it.</summary>
    /// <exception cref="UserInputException">An option is out of range, or does not go with another.</exception>
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
