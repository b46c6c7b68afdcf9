package busboot.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.cloudstack.framework.events.EventBus;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.AbstractXmlApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Loads a root directory as a CloudStack management server of 4.20 or later loads its modules core and event. */
final class ManagementServer implements AutoCloseable {
    private static final Resource BOOTSTRAP =
            new ClassPathResource("busboot/oracle/bootstrap-context-inheritable.xml");

    private final URLClassLoader loader;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final PathMatchingResourcePatternResolver resolver;
    private final Recorder recorder = new Recorder();
    private final List<GenericApplicationContext> defaults = new ArrayList<>();
    private final List<ModuleContext> modules = new ArrayList<>();

    /** The class path of a server: its jars, then the root directory. */
    ManagementServer(Path root) throws IOException {
        loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, ManagementServer.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        resolver = new PathMatchingResourcePatternResolver(loader);
        Recorder.forget();
    }

    void load() throws IOException {
        List<Resource> properties = new ArrayList<>(find("core", "*defaults.properties"));
        properties.addAll(find("event", "*defaults.properties"));
        Set<String> excluded = excluded(properties);

        GenericApplicationContext parent = new GenericApplicationContext();
        parent.getBeanFactory().registerSingleton("DefaultConfigResources", properties);
        parent.refresh();
        defaults.add(parent);

        List<Resource> inherited = new ArrayList<>(find("core", "*context-inheritable.xml"));
        inherited.add(BOOTSTRAP);
        ApplicationContext core = load("core", inherited, parent);
        if (!excluded.contains("event") && hasFiles("event")) {
            inherited.addAll(0, find("event", "*context-inheritable.xml"));
            load("event", inherited, core);
        }
    }

    /** The buses that were made in the module whose buses count: event where it has a file of its own, else core. */
    Map<String, EventBus> buses() {
        Map<String, EventBus> buses = new TreeMap<>();
        ConfigurableListableBeanFactory beans = modules.get(modules.size() - 1).getBeanFactory();
        for (String name : beans.getBeanDefinitionNames()) {
            if (beans.getSingleton(name) instanceof EventBus bus) {
                buses.put(name, bus);
            }
        }
        return buses;
    }

    Recorder recorder() {
        return recorder;
    }

    @Override
    public void close() throws IOException {
        modules.forEach(ModuleContext::close);
        defaults.forEach(GenericApplicationContext::close);
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    private ApplicationContext load(String module, List<Resource> inherited, ApplicationContext parent)
            throws IOException {
        Set<Resource> files = new LinkedHashSet<>(find(module, "*context.xml"));
        files.addAll(inherited);
        files.addAll(find(module, "*context-override.xml"));
        ModuleContext context = new ModuleContext(files.toArray(Resource[]::new), parent);
        modules.add(context);
        context.setClassLoader(loader);
        context.refresh();
        return context;
    }

    private boolean hasFiles(String module) throws IOException {
        for (String pattern : List.of("*context.xml", "*context-inheritable.xml", "*context-override.xml")) {
            if (!find(module, pattern).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private List<Resource> find(String module, String pattern) throws IOException {
        return List.of(resolver.getResources("classpath*:META-INF/cloudstack/" + module + "/" + pattern));
    }

    private static Set<String> excluded(List<Resource> resources) throws IOException {
        Properties all = new Properties();
        for (Resource resource : resources) {
            try (InputStream in = resource.getInputStream()) {
                all.load(in);
            }
        }
        Set<String> excluded = new LinkedHashSet<>(List.of(all.getProperty("modules.exclude", "").trim().split("\\s*,\\s*")));
        for (String key : all.stringPropertyNames()) {
            if (key.startsWith("modules.include.") && !all.getProperty(key).equalsIgnoreCase("true")) {
                excluded.add(key.substring("modules.include.".length()));
            }
        }
        return excluded;
    }

    private final class ModuleContext extends AbstractXmlApplicationContext {
        private final Resource[] files;

        ModuleContext(Resource[] files, ApplicationContext parent) {
            super(parent);
            this.files = files;
        }

        @Override
        protected Resource[] getConfigResources() {
            return files;
        }

        @Override
        protected void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
            factory.addBeanPostProcessor(recorder);
        }
    }
}
