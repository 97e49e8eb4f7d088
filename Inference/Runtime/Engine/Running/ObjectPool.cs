namespace MlNetRecurrent.Engine;

/// <summary>A pool of objects that threads share. Thread-safe; allocates nothing once there are as many objects as active threads.</summary>
internal sealed class ObjectPool<T>(Func<T> create)
    where T : class
{
    private readonly T?[] _idle = new T?[2 * Environment.ProcessorCount];

    public T Rent()
    {
        for (var index = 0; index < _idle.Length; index++)
        {
            if (_idle[index] is not null && Interlocked.Exchange(ref _idle[index], null) is { } item)
                return item;
        }

        return create();
    }

    /// <summary>Returns an object. If the pool is full, the object is left to the garbage collector.</summary>
    public void Return(T item)
    {
        for (var index = 0; index < _idle.Length; index++)
        {
            if (_idle[index] is null && Interlocked.CompareExchange(ref _idle[index], item, null) is null)
                return;
        }
    }
}
