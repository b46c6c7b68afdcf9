package busboot.oracle;

import com.cloud.utils.component.ComponentLifecycleBase;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Remembers what the configuration set on each bean, in order. Spring calls the setters of one bean one after the
 * other and initialises it next, so whatever was set since the last initialisation belongs to it; that holds for
 * static setters too.
 */
public final class Recorder implements BeanPostProcessor {
    private static final Map<String, Object> pending = new LinkedHashMap<>();

    private final Map<Object, Map<String, Object>> properties = new IdentityHashMap<>();
    private final Map<Object, String> names = new IdentityHashMap<>();

    public static void set(String property, Object value) {
        pending.put(property, value);
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        Map<String, Object> set = new LinkedHashMap<>(pending);
        // What is put into the map of a bean comes by its getter.
        Map<String, Object> params = bean instanceof ComponentLifecycleBase base ? base.getConfigParams() : null;
        if (params != null && !params.isEmpty()) {
            set.putIfAbsent("configParams", params);
        }
        properties.put(bean, set);
        names.put(bean, name);
        pending.clear();
        return bean;
    }

    Map<String, Object> properties(Object bean) {
        return properties.get(bean);
    }

    /** The name that the configuration gives to a bean; an inner bean's without the hash that makes it unique. */
    String name(Object bean) {
        String name = names.get(bean);
        return name == null ? null : name.replaceFirst("#\\p{XDigit}{5,8}$", "");
    }

    static void forget() {
        pending.clear();
    }
}
