using System.Net;
using Sweep.Silo.Operations;

namespace Sweep.Silo.Tests.Operations;

public sealed class ConnectionPlacesTests
{
    private static readonly IPAddress Here = IPAddress.Parse("10.0.0.1"), There = IPAddress.Parse("10.0.0.2"), Elsewhere = IPAddress.Parse("10.0.0.3");

    [Fact]
    public void While_there_are_places_nobody_goes()
    {
        var places = new ConnectionPlaces<string>(limit: 3, limitOfOne: 2);

        Assert.Equal([null, null, null], [places.Enter(Here, "a"), places.Enter(Here, "b"), places.Enter(There, "c")]);
    }

    [Fact]
    public void One_address_gives_up_its_own_oldest_connection()
    {
        var places = new ConnectionPlaces<string>(limit: 10, limitOfOne: 2);
        places.Enter(There, "other");
        places.Enter(Here, "first");
        places.Enter(Here, "second");

        Assert.Equal("first", places.Enter(Here, "third"));
        Assert.Equal("second", places.Enter(Here, "fourth"));
    }

    [Fact]
    public void When_all_places_are_taken_the_address_with_the_most_gives_one_up()
    {
        var places = new ConnectionPlaces<string>(limit: 3, limitOfOne: 2);
        places.Enter(There, "alone");
        places.Enter(Here, "first");
        places.Enter(Here, "second");

        Assert.Equal("first", places.Enter(Elsewhere, "new"));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var places = new ConnectionPlaces<string>(limit: 10, limitOfOne: 1);
        places.Enter(Here, "first");
        places.Enter(Here, "second");

        places.Leave(Here, "first");
        Assert.Equal("second", places.Enter(Here, "third"));
        places.Leave(Here, "third");

        Assert.Null(places.Enter(Here, "fourth"));
    }
}
