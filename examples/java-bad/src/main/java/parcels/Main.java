package parcels;

import io.javalin.Javalin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells where a parcel was seen last. */
public final class Main {
  private static final Map<String, String> LAST_SEEN = new ConcurrentHashMap<>();

  private Main() {}

  public static void main(String[] arguments) {
    Javalin.create()
        .put("/parcels/{code}", context -> LAST_SEEN.put(context.pathParam("code"), context.body()))
        .get(
            "/parcels/{code}",
            context -> {
              String place = LAST_SEEN.get(context.pathParam("code"));
              if (place == null) context.status(404);
              else context.result(place);
            })
        .start(7070);
  }
}
